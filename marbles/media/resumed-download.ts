import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { stageDownload } from './stage-media.js'

const head = (at: number) => ({ type: 'head', status: 206, contentType: 'video/mp4', setCookies: [], at, total: 900 })
const received = (size: number) => ({ type: 'received', size })

export const resumedDownload = {
  title: 'a film that is cut goes on where it was cut; where nothing more of it comes, there is a pause',
  unit: 1_000,
  given: { webwxgetvideo: ['h-1-#', '#', 'i-(2|)'] },
  run: stageDownload,
  then: 'a-A-bb-B-',
  values: {
    h: head(0),
    i: head(400),
    1: received(400),
    2: received(900),
    a: 'bytes=0-',
    b: 'bytes=400-',
    A: '400 of 900',
    B: '900 of 900',
  },
  error: failure('network', { endpoint: 'webwxgetvideo', reason: 'ECONNRESET', sent: true }),
} satisfies Marble
