import { failure } from '../../errors.js'

/** Throws for a state that no store could hold: noticed here it costs its message, and later everything that is committed with it. */
export function checkState(state: unknown): void {
  try {
    JSON.stringify(state)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw failure('argument', { name: 'state', why: `JSON cannot hold it (${why})` }, error)
  }
}
