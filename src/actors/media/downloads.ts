import { defer, filter, map, type Observable, of, switchMap, take } from 'rxjs'
import type { AddressBook } from '../address-book.js'
import type { BotState } from '../bot-state.js'
import type { Engine } from '../engine/engine.js'
import type { EngineOptions } from '../engine/ports.js'
import type { Env } from '../env.js'
import type { Message } from '../message.js'
import { resolveTarget, type Target } from '../target.js'
import { type AvatarOptions, avatarPlan } from './avatar-plan.js'
import { createDownload, type Download } from './download.js'
import { type Downloadable, type DownloadOptions, messagePlan } from './download-plan.js'

/** The largest file that is fetched (bytes) unless the limits are off: more than the service takes. */
const largest = 200 * 1024 * 1024

/** What a bot can fetch. */
export function createDownloads(
  env: Env,
  { limits }: EngineOptions,
  engine$: Observable<Engine>,
  contacts$: Observable<AddressBook>,
  state$: Observable<BotState>,
): {
  readonly download: (message: Message | Downloadable, options?: DownloadOptions) => Download
  readonly avatar: (of: Target, options?: AvatarOptions) => Download
} {
  const tools = {
    env,
    session$: engine$.pipe(switchMap((engine) => engine.session$)),
    stopped$: state$.pipe(filter(({ type }) => type === 'stopped')),
    limit: limits === false ? Number.POSITIVE_INFINITY : largest,
  }
  return {
    download: (message, options) => createDownload(tools, () => defer(() => of(messagePlan(message, options)))),
    avatar: (target, options = {}) =>
      createDownload(tools, () =>
        engine$.pipe(
          take(1),
          switchMap((engine) =>
            resolveTarget(target, engine.identities, contacts$).pipe(
              switchMap((id) =>
                contacts$.pipe(
                  take(1),
                  map((book) => avatarPlan(book, engine.identities.userNameOf(id) ?? id, options)),
                ),
              ),
            ),
          ),
        ),
      ),
  }
}
