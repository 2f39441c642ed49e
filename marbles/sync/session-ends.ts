import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { stageSync } from './stage-sync.js'

export const sessionEnds = {
  title: 'a poll that says that the session is over ends the polling, and says so once',
  unit: 1_000,
  given: { synccheck: ['--#'] },
  run: (tools) => stageSync(tools),
  then: '--(tl)-----',
  values: { t: 'trouble 1', l: 'lost: loggedOut' },
  error: failure('loggedOut', { endpoint: 'synccheck', code: 1102 }),
} satisfies Marble
