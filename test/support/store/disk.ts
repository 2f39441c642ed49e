import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastValueFrom } from 'rxjs'
import { afterAll } from 'vitest'
import { type LevelStoreOptions, levelStores } from '../../../src/edge/level-store.js'
import { type Failure, isFailure, type Saved, type Store } from '../../../src/index.js'

const made: string[] = []
afterAll(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})

/** A path where nothing is yet; gone after the tests of a file. */
export function freshPath(): string {
  const parent = mkdtempSync(join(tmpdir(), 'rxwx-store-'))
  made.push(parent)
  return join(parent, 'store')
}

/** A copy of a directory, as another place to damage. */
export function copyOf(path: string): string {
  const copy = freshPath()
  cpSync(path, copy, { recursive: true })
  return copy
}

export const open = (path: string, options: LevelStoreOptions = {}, account?: string): Promise<Store> =>
  lastValueFrom(levelStores(path, options).account(account))
export const load = (store: Store): Promise<Saved> => lastValueFrom(store.load())
export const close = (store: Store): Promise<void> => lastValueFrom(store.close())
export { commit, message, pull } from './changes.js'

/** Opens, does something, closes. */
export async function within<T>(
  path: string,
  options: LevelStoreOptions,
  act: (store: Store) => Promise<T>,
  account?: string,
): Promise<T> {
  const store = await open(path, options, account)
  try {
    return await act(store)
  } finally {
    await close(store)
  }
}

/** Why it cannot be opened. */
export const refusal = (path: string, options: LevelStoreOptions = {}, account?: string): Promise<Failure> =>
  open(path, options, account).then(
    async (store) => {
      await close(store)
      throw new Error('it was opened')
    },
    (error: unknown) => (isFailure(error) ? error : Promise.reject(error)),
  )

/** All bytes of all files of a directory, as text. */
export const bytesOf = (path: string): string =>
  readdirSync(path)
    .map((name) => readFileSync(join(path, name)).toString('latin1'))
    .join('\n')
