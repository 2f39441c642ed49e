import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { stageUpload } from './stage-media.js'

export const chunkAgain = {
  title: 'chunks go up one after the other; one that was lost on the way goes again, and no other',
  unit: 1_000,
  given: { webwxuploadmedia: ['-(n|)', '-#', '-(n|)', '-(l|)'] },
  run: stageUpload,
  then: 'a(Ab)tb(Bc)(CD)',
  values: {
    n: { mediaId: '' },
    l: { mediaId: '@crypt_1' },
    a: 'chunk 0',
    b: 'chunk 1',
    c: 'chunk 2',
    A: '1 taken',
    B: '2 taken',
    C: '3 taken',
    D: 'done',
    t: 'trouble',
  },
  error: failure('network', { endpoint: 'webwxuploadmedia', reason: 'ECONNRESET', sent: true }),
} satisfies Marble
