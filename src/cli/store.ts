import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { concatMap, forkJoin, map } from 'rxjs'
import type { Changes, Saved } from 'rxwx'
import type { ExitCode } from './exit-code.js'
import { jsonLine } from './json-line.js'
import { print, say } from './output.js'
import type { StoreChoice } from './settings.js'
import { withStore } from './with-store.js'

export interface StoreOptions extends StoreChoice {
  readonly json?: true
}

/** `rxwx store info`: what a store holds, in numbers; no text and no secret of it. */
export const storeInfo = (options: StoreOptions): void =>
  withStore(options, (store, directory) =>
    forkJoin([store.load(), directory.accounts(), directory.isEncrypted()]).pipe(
      map(([saved, accounts, encrypted]): ExitCode => {
        const numbers = {
          accounts: accounts.join(', '),
          encrypted: encrypted ? 'yes' : 'no',
          session: saved.session === undefined ? 'none' : saved.session.profile,
          logins: saved.epoch,
          kept: saved.lastSeq,
          waiting: saved.entries.length,
          outbox: saved.outbox.length,
          dead: saved.dead.length,
          conversations: saved.states.length,
          identities: saved.identities.length,
          seen: saved.seen.length,
        }
        if (options.json) print(jsonLine(numbers))
        else for (const [name, number] of Object.entries(numbers)) print(`${name.padEnd(14)}${number}`)
        return 0
      }),
    ),
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

/** `rxwx store verify`: opening it checks every record; whoever gets here has a store without holes, or let them pass. */
export const storeVerify = (options: StoreOptions): void =>
  withStore(options, (store) =>
    store.load().pipe(
      map(({ lastSeq, entries, gap }): ExitCode => {
        say(
          `${gap === undefined ? 'no holes' : 'no holes any more'}: ${lastSeq} messages kept so far, ${entries.length} of them waiting`,
        )
        return 0
      }),
    ),
  )

/** Whose it was, too: the next login takes it over, of whatever account. */
const everything = ({ identities, sendKeys = [] }: Saved): Changes => ({
  session: null,
  keys: null,
  cookies: [],
  owner: null,
  forgotten: identities.map(({ id }) => id),
  freed: sendKeys.map(({ key }) => key),
})

/** Private copies of what was to be sent: no bot runs on the store, so nobody needs them. */
function removeCopies({ store, account = 'default' }: StoreOptions): void {
  if (store !== undefined) rmSync(join(store, 'media', account), { recursive: true, force: true })
}

/** Forgetting a session here does not end it. */
const stillValid =
  'rxwx: WeChat was not told and still takes the session from whoever has a copy of it; end it on the phone (WeChat shows the other client above the chats), or say "rxwx logout" before a purge'

/**
 * `rxwx store purge`: forgets what people wrote: messages that wait, texts to be sent, dead letters and the states of dialogues. The session
 * and the own ids of people stay, unless it is `--all`: then another account may have the store.
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
            ...(options.all === true ? everything(saved) : {}),
            erase: true,
          })
          .pipe(map(() => saved))
      }),
      map(({ entries, outbox, dead, states, session }): ExitCode => {
        removeCopies(options)
        say(
          `forgotten: ${entries.length} messages, ${outbox.length} texts, ${dead.length} dead letters, ${states.length} dialogues${options.all === true ? ', the session, and everybody' : ''}`,
        )
        if (options.all === true && session !== undefined) say(stillValid)
        return 0
      }),
    ),
  )
