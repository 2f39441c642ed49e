import { map, type Observable, of } from 'rxjs'
import { readStdin } from './read-stdin.js'

type Given = { readonly id: string } | { readonly message: unknown }

/** A message as it is given on the command line: its id, the line that `listen --json` printed of it, or `-` for either on stdin. */
export const messageArgument = (given: string): Observable<Given> =>
  given === '-' ? readStdin().pipe(map((text) => readGiven(text.trim()))) : of(readGiven(given))

function readGiven(given: string): Given {
  if (/^\d{1,20}$/.test(given)) return { id: given }
  try {
    return { message: JSON.parse(given) }
  } catch {
    return { message: undefined }
  }
}
