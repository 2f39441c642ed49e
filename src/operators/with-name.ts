import type { Behaviour } from '../actors/behaviour.js'

/** What is expected where a behaviour is. */
export const aBehaviour = 'a behaviour, which is a function (messages$, bot) => Observable'

/** A behaviour's name is that of its function, so one that is told of by name needs no registry. */
export const withName = (name: string, behaviour: Behaviour): Behaviour =>
  Object.defineProperty(behaviour, 'name', { value: name, configurable: true })
