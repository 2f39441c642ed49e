import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { concatMap, map } from 'rxjs'
import type { Changes, Saved } from 'rxwx'
import type { ExitCode } from './exit-code.js'
import { say } from './output.js'
import type { StoreChoice } from './settings.js'
import { showLook } from './show-look.js'
import { withStore } from './with-store.js'

export interface StoreOptions extends StoreChoice {
  readonly json?: true
}

/** `rxwx store info`: what a store holds, in numbers; no text and no secret of it. */
export const storeInfo = (options: StoreOptions): void =>
  showLook(options, 'info', (numbers) =>
    Object.entries(numbers)
      .map(([name, number]) => `${name.padEnd(14)}${number}`)
      .join('\n'),
  )

/** `rxwx store encrypt`: opening it with a passphrase is what rewrites it. */
export const storeEncrypt = (options: StoreOptions): void =>
  withStore(options, (_, directory) =>
    directory.isEncrypted().pipe(
      map((encrypted): ExitCode => {
        say(
          encrypted
            ? 'encrypted: keep the passphrase, nothing opens it without'
            : 'rxwx: give a passphrase, with --passphrase-file or in $RXWX_PASSPHRASE',
        )
        return encrypted ? 0 : 2
      }),
    ),
  )

/** `rxwx store verify`: checks every record. What it finds is a store without holes, or one whose holes were let pass. */
export const storeVerify = (options: StoreOptions): void =>
  showLook(
    options,
    'verify',
    ({ kept, waiting, mended }) =>
      `${mended ? 'no holes any more' : 'no holes'}: ${kept} messages kept so far, ${waiting} of them waiting`,
    say,
  )

/** Whose it was, too: the next login takes it over, of whatever account. */
const everything = ({ identities }: Saved): Changes => ({
  session: null,
  keys: null,
  cookies: [],
  owner: null,
  forgotten: identities.map(({ id }) => id),
})

/** Private copies of what was to be sent: no bot runs on the store, so nobody needs them. */
function removeCopies({ store, account = 'default' }: StoreOptions): void {
  if (store !== undefined) rmSync(join(store, 'media', account), { recursive: true, force: true })
}

/** Forgetting a session here does not end it. */
const stillValid =
  'rxwx: WeChat was not told and still takes the session from whoever has a copy of it; end it on the phone (WeChat shows the other client above the chats), or say "rxwx logout" before a purge'

/**
 * `rxwx store purge`: forgets what people wrote: messages that wait, texts to be sent, dead letters and the states of dialogues. The keys of
 * sends go, too: a key may hold a text, and the hash beside it tells short texts. The session and the own ids of people stay, unless it is
 * `--all`: then another account may have the store.
 */
export const storePurge = (options: StoreOptions & { readonly all?: true }): void =>
  withStore(options, (store) =>
    store.load().pipe(
      concatMap((saved) => {
        const states = saved.states.map(({ consumer, conversation }) => ({ consumer, conversation, state: undefined }))
        return store
          .commit({
            dispatched: saved.lastSeq,
            sent: saved.outbox.map(({ clientMsgId }) => clientMsgId),
            buried: saved.dead.map(({ seq }) => seq),
            states,
            freed: (saved.sendKeys ?? []).map(({ key }) => key),
            ...(options.all === true ? everything(saved) : {}),
            erase: true,
          })
          .pipe(map(() => saved))
      }),
      map(({ entries, outbox, dead, states, sendKeys = [], session }): ExitCode => {
        removeCopies(options)
        say(
          `forgotten: ${entries.length} messages, ${outbox.length} texts, ${dead.length} dead letters, ${states.length} dialogues, ${sendKeys.length} keys of sends${options.all === true ? ', the session, and everybody' : ''}`,
        )
        if (options.all === true && session !== undefined) say(stillValid)
        return 0
      }),
    ),
  )
