import { filter, startWith } from 'rxjs'
import { failure } from '../../errors.js'
import type { World } from '../world.js'
import { worldEventTypes } from '../world-event.js'
import { type Control, look, type Stream } from './control.js'
import { type Fields, type Given, oneOf, optional } from './field.js'
import { people } from './people.js'
import { phones } from './phones.js'
import { rooms } from './rooms.js'
import { looks, worlds } from './worlds.js'

const events = look(
  'events',
  'What happens from now on, one JSON object a line, until the client hangs up.',
  { type: optional(oneOf('Only events of this type.', ...worldEventTypes)) },
  (world, { type }): Stream => ({
    lines$: world.events$.pipe(
      filter((event) => type === undefined || event.type === type),
      // The answer begins at once: who has read this line misses nothing.
      startWith({ type: 'listening', now: world.now() }),
    ),
  }),
)

const verbs = look('verbs', 'This list, as JSON.', {}, () => ({ verbs: controls.map(described) }))

/** Everything that can be asked over HTTP. */
export const controls: readonly Control[] = [
  ...looks,
  worlds.sent,
  worlds.history,
  worlds.media,
  events,
  verbs,
  ...Object.values(phones),
  ...Object.values(people),
  ...Object.values(rooms),
  ...Object.values(worlds).filter(({ method }) => method === 'POST'),
]

const byName: ReadonlyMap<string, Control> = new Map(controls.map((one) => [one.name, one]))

/** Runs one control. Throws an `argument` failure for a name, a method or fields that are wrong. */
export function control(world: World, method: string, name: string, given: Given): object | Stream {
  const found = byName.get(name)
  if (found === undefined) throw failure('argument', { name, why: 'is no control; GET /_control/ lists them' })
  if (found.method !== method) throw failure('argument', { name, why: `is a ${found.method}, not a ${method}` })
  return found.run(world, method === 'GET' ? fromQuery(found.fields, given) : given)
}

/** Is there a control of that name? */
export const isControlName = (name: string): boolean => byName.has(name)

/** A query has texts only: those that are to be numbers become numbers. */
const fromQuery = (fields: Fields, given: Given): Given =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, fields[name]?.type === 'a number' ? numberIn(value) : value]),
  )

const numberIn = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value

const described = ({ name, method, about, fields, kinds = {} }: Control): object => ({
  name,
  method,
  about,
  fields: describedFields(fields),
  ...(Object.keys(kinds).length === 0
    ? {}
    : {
        kinds: Object.fromEntries(
          Object.entries(kinds).map(([kind, one]) => [kind, { about: one.about, fields: describedFields(one.fields) }]),
        ),
      }),
})

const describedFields = (fields: Fields): object =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { type, optional: free, about }]) => [name, { type, optional: free, about }]),
  )
