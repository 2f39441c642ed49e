import { map, merge, type Observable, Subject } from 'rxjs'
import type { Call } from '../../src/actors/call.js'
import type { Files } from '../../src/actors/files.js'
import type { DownloadPlan } from '../../src/actors/media/download-plan.js'
import { fetchFile } from '../../src/actors/media/fetch-file.js'
import type { ReadyMedia } from '../../src/actors/media/ready.js'
import { createUploads } from '../../src/actors/media/upload.js'
import { chunkSize } from '../../src/protocol/chunks.js'
import { webwxgetvideo } from '../../src/protocol/endpoints/webwxgetvideo.js'
import type { MarbleTools } from '../../src/testing/index.js'
import { session, stageEnv } from '../stage.js'

const file: ReadyMedia = {
  kind: 'file',
  file: {
    path: '/a.bin',
    name: 'a.bin',
    size: 3 * chunkSize,
    md5: 'ab',
    mime: 'application/octet-stream',
    isSpooled: false,
    modified: 0,
  },
}

/** An upload of three chunks on a stage: each request with the number of its chunk, and what is told of it. */
export function stageUpload(tools: MarbleTools): Observable<string> {
  const asked$ = new Subject<string>()
  const call: Call = (endpoint, input) => {
    const { chunk } = input as { readonly chunk: { readonly index: number } }
    asked$.next(`chunk ${chunk.index}`)
    return tools.given(endpoint.name)
  }
  const told$ = createUploads(stageEnv(tools), call)
    .upload(file, { session, self: '@me', epoch: 1 }, '@p')
    .pipe(map((step) => (step.type === 'uploaded' ? `${step.bytes / chunkSize} taken` : step.type)))
  return merge(asked$, told$)
}

const plan: DownloadPlan = {
  endpoint: webwxgetvideo,
  request: () => webwxgetvideo.request({ session, msgId: '7' }),
  name: 'video-7',
  size: 0,
}

/** The download of a film on a stage: the part that each request asks for, and how much of the film is there. */
export function stageDownload(tools: MarbleTools): Observable<string> {
  const asked$ = new Subject<string>()
  const files = {
    download: ({ headers }) => {
      asked$.next(headers.range ?? '')
      return tools.given('webwxgetvideo')
    },
  } satisfies Pick<Files, 'download'> as unknown as Files
  const told$ = fetchFile(stageEnv(tools), files, session, plan, '/part', 1_000_000).pipe(
    map(({ received, total }) => `${received} of ${total}`),
  )
  return merge(asked$, told$)
}
