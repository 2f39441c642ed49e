/** A bot that is being loaded, or is loaded and waits for its turn. */
interface Candidate {
  readonly id: number
  readonly isLoaded: boolean
}

/** The processes of `rxwx run --watch`: at most one bot runs, and at most one wants to take its place. */
export interface WatchState {
  readonly count: number
  readonly running?: number
  readonly next?: Candidate
  /** The running one was told to stop, so that the next can begin. */
  readonly isHandingOver: boolean
  readonly isEnding: boolean
}

export type WatchEvent =
  | { readonly type: 'changed' }
  | { readonly type: 'loaded'; readonly id: number }
  /** `code` is undefined when a signal ended it. */
  | { readonly type: 'left'; readonly id: number; readonly code: number | undefined }
  | { readonly type: 'signal' }

export type WatchEffect =
  | { readonly type: 'load' | 'kill' | 'go' | 'stop'; readonly id: number }
  | { readonly type: 'say'; readonly line: string }
  | { readonly type: 'end'; readonly code: number }

export interface WatchStep {
  readonly state: WatchState
  readonly effects: readonly WatchEffect[]
}

export const watchStart: WatchState = { count: 0, isHandingOver: false, isEnding: false }

/** Exit codes that the author of the module can do something about. The others end the watch: another login or another store is not a matter of editing. */
const isOfTheModule = (code: number | undefined): boolean => code === 1 || code === 2 || code === 7

const waiting: WatchEffect = { type: 'say', line: 'waiting for a change' }

/** What is to be done when a file has changed, or a bot is loaded or gone, or the watch is to end. */
export function reduceWatch(state: WatchState, event: WatchEvent): WatchStep {
  switch (event.type) {
    case 'changed':
      return state.isEnding ? { state, effects: [] } : load(state)
    case 'loaded':
      return state.next?.id === event.id ? loaded(state, event.id) : { state, effects: [] }
    case 'left':
      if (state.running === event.id) return runningLeft(state, event.code)
      return state.next?.id === event.id ? nextLeft(state) : { state, effects: [] }
    case 'signal':
      return signal(state)
  }
}

function load(state: WatchState): WatchStep {
  const id = state.count + 1
  const stale: readonly WatchEffect[] = state.next === undefined ? [] : [{ type: 'kill', id: state.next.id }]
  return { state: { ...state, count: id, next: { id, isLoaded: false } }, effects: [...stale, { type: 'load', id }] }
}

function loaded(state: WatchState, id: number): WatchStep {
  if (state.running === undefined) return go(state, id)
  const effects: readonly WatchEffect[] = state.isHandingOver ? [] : [{ type: 'stop', id: state.running }]
  return { state: { ...state, next: { id, isLoaded: true }, isHandingOver: true }, effects }
}

function go({ next: _, ...state }: WatchState, id: number): WatchStep {
  return { state: { ...state, running: id, isHandingOver: false }, effects: [{ type: 'go', id }] }
}

function runningLeft({ running: _, ...state }: WatchState, code: number | undefined): WatchStep {
  if (state.isEnding) return { state, effects: [{ type: 'end', code: code ?? 1 }] }
  if (state.next?.isLoaded === true) {
    const step = go(state, state.next.id)
    return { ...step, effects: [{ type: 'say', line: 'the changed bot takes over' }, ...step.effects] }
  }
  // It is being loaded, after yet another change: it begins when it is ready.
  if (state.next !== undefined) return { state, effects: [] }
  if (state.isHandingOver || isOfTheModule(code))
    return { state: { ...state, isHandingOver: false }, effects: [waiting] }
  return { state, effects: [{ type: 'end', code: code ?? 1 }] }
}

function nextLeft({ next: _, ...state }: WatchState): WatchStep {
  if (state.running === undefined) return { state, effects: [waiting] }
  // One that is stopping already cannot be called back.
  const line = state.isHandingOver ? 'the changed bot does not start' : 'the bot goes on as it was'
  return { state, effects: [{ type: 'say', line }] }
}

function signal({ next, ...state }: WatchState): WatchStep {
  if (state.isEnding || state.running === undefined)
    return { state, effects: [...killed(next), { type: 'end', code: 0 }] }
  return { state: { ...state, isEnding: true }, effects: [...killed(next), { type: 'stop', id: state.running }] }
}

const killed = (next: Candidate | undefined): readonly WatchEffect[] =>
  next === undefined ? [] : [{ type: 'kill', id: next.id }]
