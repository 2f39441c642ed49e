import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, concatMap, finalize, last, map, NEVER, of, tap } from 'rxjs'
import { createCall } from '../../../src/actors/call.js'
import { createDownload } from '../../../src/actors/media/download.js'
import { messagePlan } from '../../../src/actors/media/download-plan.js'
import { createUploads } from '../../../src/actors/media/upload.js'
import { memoryStore } from '../../../src/actors/memory-store.js'
import { toughCookies } from '../../../src/edge/cookies.js'
import { localFiles } from '../../../src/edge/local-files.js'
import { undiciHttp } from '../../../src/edge/undici-http.js'
import type { Message } from '../../../src/index.js'
import { hostsOf } from '../../../src/protocol/hosts.js'
import { aSession } from '../a-session.js'

/** Fetches the film of a server and sends it back; tells its parent how much memory that added (bytes). */
const origin = process.argv[2] ?? ''
const directory = mkdtempSync(join(tmpdir(), 'rxwx-large-'))
const network = undiciHttp()
const session = { ...aSession, hosts: hostsOf({ type: 'single', origin }, origin) }
const env = {
  http: network.http,
  cookies: toughCookies(() => Date.now()),
  store: memoryStore(),
  files: localFiles({ download: network.download }),
  scheduler: asyncScheduler,
  random: Math.random,
  log: () => {},
}
const film = { id: '7', type: 'video', size: 0, raw: {} } as unknown as Message
const limit = Number.POSITIVE_INFINITY

let idle = 0
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss())
}, 10)

/** Down and up again. */
const round = () =>
  createDownload({ env, session$: of(session), stopped$: NEVER, limit }, () => of(messagePlan(film)))
    .saveTo(directory)
    .pipe(
      last(),
      concatMap((saved) => {
        if (saved.type !== 'saved') throw new Error(saved.type)
        return env.files.prepare(saved.path, { limit })
      }),
      concatMap((file) =>
        createUploads(env, createCall(env))
          .upload({ kind: 'file', file }, { session, self: '@me', epoch: 1 }, '@p')
          .pipe(
            last(),
            map(({ type }) => ({ type, size: file.size })),
          ),
      ),
    )

// A bot that runs has its libraries loaded and its code compiled: a small film does that.
round()
  .pipe(
    tap(() => {
      idle = process.memoryUsage.rss()
      peak = idle
    }),
    concatMap(round),
    finalize(() => {
      clearInterval(watch)
      rmSync(directory, { recursive: true, force: true })
    }),
  )
  .subscribe(({ type, size }) => {
    process.send?.({ type, size, added: peak - idle })
    process.exit()
  })
