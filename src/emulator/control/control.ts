import type { Observable } from 'rxjs'
import type { World } from '../world.js'
import type { Field, Fields, Given, Values } from './field.js'
import { readFields } from './field.js'

/** One line of JSON for each value, for as long as somebody reads. */
export interface Stream {
  readonly lines$: Observable<object>
}

/** One thing that can be asked of the emulator over HTTP. */
export interface Control {
  /** The last part of its path. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly about: string
  readonly fields: Fields
  /** Where the fields depend on one of them: that one, and the rest for each of its words. */
  readonly kinds?: Kinds
  /** Throws an `argument` failure for fields that are wrong, and for what the world cannot do. */
  readonly run: (world: World, given: Given) => object | Stream
}

/** The fields of a control that depend on its `kind`. */
export type Kinds = Readonly<Record<string, { readonly about: string; readonly fields: Fields }>>

type Run<F extends Fields> = (world: World, given: Values<F>) => object | Stream

const control =
  (method: Control['method']) =>
  <const F extends Fields>(name: string, about: string, fields: F, run: Run<F>): Control => ({
    name,
    method,
    about,
    fields,
    run: (world, given) => run(world, readFields('', fields, given)),
  })

/** A control that changes nothing. */
export const look = control('GET')

/** A control that does something. */
export const deed = control('POST')

/** The answer of a control that has nothing to say. */
export const done = (_: unknown): object => ({ ok: true })

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Options without those that were left out. */
export const defined = <T extends object>(options: T): Defined<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>

export type { Field }
