import type { World } from '../world.js'
import type { Control } from './control.js'
import { type Fields, type Given, stranger, wrong } from './field.js'
import type { Kind } from './kinds.js'

/** Who sends, and where to: what the fields say that all kinds share. */
export interface Addressed<W> {
  readonly who: W
  readonly to: string
}

/** A kind of message, and how this sender sends it. */
export interface Offer<W> extends Pick<Kind, 'kind' | 'about' | 'fields'> {
  readonly send: (who: W, to: string, given: Given) => string
}

/** A control that sends a message of any of these kinds. `address` reads the fields that all of them share. */
export function sendControl<W>(
  name: string,
  about: string,
  shared: Fields,
  offers: readonly Offer<W>[],
  address: (world: World, given: Given) => Addressed<W>,
): Control {
  const byKind = new Map(offers.map((offer) => [offer.kind, offer]))
  return {
    name,
    method: 'POST',
    about,
    fields: shared,
    kinds: Object.fromEntries(byKind),
    run: (world, { kind, ...given }) => {
      const offer = typeof kind === 'string' ? byKind.get(kind) : undefined
      if (offer === undefined) throw wrong('kind', `has to be ${[...byKind.keys()].join(', ')}`)
      const [common, own] = split(shared, offer.fields, given)
      const { who, to } = address(world, common)
      return { msgId: offer.send(who, to, own) }
    },
  }
}

/** What all kinds share, and what only this one has. A field of neither is refused with the names of both. */
function split(shared: Fields, fields: Fields, given: Given): readonly [Given, Given] {
  const parts: [Record<string, unknown>, Record<string, unknown>] = [{}, {}]
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(shared, name) && !Object.hasOwn(fields, name)) throw stranger(name, { ...shared, ...fields })
    parts[Object.hasOwn(shared, name) ? 0 : 1][name] = value
  }
  return parts
}
