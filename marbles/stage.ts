import { NEVER } from 'rxjs'
import type { Call } from '../src/actors/call.js'
import type { Env, Store } from '../src/actors/env.js'
import { memoryStore } from '../src/actors/memory-store.js'
import type { MarbleTools } from '../src/testing/index.js'
import { aSession } from '../test/support/a-session.js'

/** The world of an actor in a marble: only time and the store are real. */
export const stageEnv = ({ scheduler, random }: MarbleTools, store: Store = memoryStore()): Env => ({
  http: () => NEVER,
  cookies: { header: () => '', receive: () => {}, value: () => undefined, save: () => [], restore: () => {} },
  store,
  scheduler,
  random,
  log: () => {},
})

/** Every endpoint answers with the row of its name. */
export const stageCall =
  ({ given }: MarbleTools): Call =>
  (endpoint) =>
    given(endpoint.name)

export const session = aSession

/** A cursor with one counter. */
export const key = (val: number) => ({ Count: 1, List: [{ Key: 2, Val: val }] })
export const keys = (val: number) => ({ sync: key(val), check: key(val) })
