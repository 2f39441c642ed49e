import { defer, from, type Observable, switchMap } from 'rxjs'
import type { Store } from './actors/env.js'
import type { Saved } from './actors/saved.js'

/** How a store on disk is opened. */
export interface StoreOptions {
  /** Encrypts what is stored (AES-256-GCM, key by scrypt), and rewrites a readable store. Then every opening needs it. */
  readonly passphrase?: string
  /** The same with a key of 32 bytes of your own. */
  readonly key?: Uint8Array
  /** Where something in the store is missing: `stop` (default) with a failure that names it, or go on with one `gap` event. */
  readonly holes?: 'stop' | 'gap'
}

/** The stores of the accounts in one directory. */
export interface StoreDirectory {
  /** The store of one account, made where there is none; `default` unless named. */
  readonly account: (name?: string) => Observable<Store>
  /** What an account holds, every record read anew; also while a bot of this process runs on it. */
  readonly look: (name?: string) => Observable<Saved>
  /** The names of the accounts that were ever used. */
  readonly accounts: () => Observable<readonly string[]>
  /** Whether what is in it cannot be read without a passphrase. */
  readonly isEncrypted: () => Observable<boolean>
}

/**
 * The stores in a directory, to look at them or to mend them while no bot runs on them, or to give to several bots of one process. Nothing is
 * opened before an account is subscribed. Fails with a `store` failure, as a start would: in use, unsafe, locked, unreadable; with an `argument` failure
 * for a name that is no account's.
 *
 * A store has a bound: what is unsettled (5,000 messages, then nothing is pulled), the newest 10,000 ids, 1,000 dead letters, 20,000
 * people and rooms. The record of a pull goes once all of its messages are settled; its bytes leave the files when the database
 * compacts them next, in its own time.
 *
 * @example
 * openStore('./session').account('work').pipe(switchMap((store) => store.load())).subscribe(({ dead }) => console.log(dead.length))
 */
export function openStore(path: string, options: StoreOptions = {}): StoreDirectory {
  const { passphrase, key, holes } = options
  const secret = key !== undefined ? { key } : passphrase !== undefined ? { passphrase } : undefined
  const settings = { ...(secret === undefined ? {} : { secret }), ...(holes === undefined ? {} : { holes }) }
  const ask = <T>(question: (stores: StoreDirectory) => Observable<T>): Observable<T> =>
    defer(() => from(import('./edge/level-store.js'))).pipe(
      switchMap(({ levelStores }) => question(levelStores(path, settings))),
    )
  return {
    account: (name) => ask((stores) => stores.account(name)),
    look: (name) => ask((stores) => stores.look(name)),
    accounts: () => ask((stores) => stores.accounts()),
    isEncrypted: () => ask((stores) => stores.isEncrypted()),
  }
}
