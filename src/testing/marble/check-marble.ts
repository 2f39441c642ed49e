import { isDeepStrictEqual } from 'node:util'
import { Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import type { Marble, MarbleTools } from './marble.js'
import { framesOf, stretched } from './notation.js'

/** A given row in use: from when to when, in milliseconds. */
export interface Subscribed {
  /** As it is called in `given`. */
  readonly name: string
  /** The row that this subscription got. */
  readonly row: string
  /** When it was subscribed, in milliseconds since the first frame. */
  readonly from: number
  /** When it was unsubscribed or ended, in milliseconds since the first frame; the end of the marble where it was not. */
  until: number
}

/** Something that was, or was to be, emitted. */
export interface Happening {
  /** Milliseconds since the first frame. */
  readonly at: number
  /** A value, an error, or the end of the stream. */
  readonly kind: 'value' | 'error' | 'end'
  /** What was emitted, or the error; absent for the end. */
  readonly value?: unknown
}

/** What happened when a marble was run. */
export interface Recording {
  /** The subscriptions of `given` rows, in their order. */
  readonly subscribed: readonly Subscribed[]
  /** What `run` emitted, in its order. */
  readonly happened: readonly Happening[]
}

/**
 * Runs a marble in virtual time, and answers what happened. Throws an Error with both lines where it is not true, and a SyntaxError for a row that
 * cannot be read. It needs no test framework.
 *
 * @example
 * checkMarble({
 *   title: 'a letter comes a second later',
 *   unit: 1_000,
 *   given: { letters: 'a-b|' },
 *   run: ({ given, scheduler }) => given('letters').pipe(delay(1_000, scheduler)),
 *   then: '-a-(b|)',
 * })
 */
export function checkMarble(marble: Marble): Recording {
  const recording = play(marble)
  const expected = expectedOf(marble)
  if (!isDeepStrictEqual(recording.happened, expected))
    throw new Error(
      `${marble.title}\n  should be: ${lineOf(marble, expected)}\n  but was:   ${lineOf(marble, recording.happened)}`,
    )
  for (const name of Object.keys(marble.during ?? {})) checkUse(marble, name, recording)
  return recording
}

/** A lifetime, in milliseconds. */
type Use = Pick<Subscribed, 'from' | 'until'>

function checkUse(marble: Marble, name: string, { subscribed }: Recording): void {
  const expected = [marble.during?.[name] ?? []].flat().map((line) => useOf(line, marble))
  const used = subscribed.filter((one) => one.name === name).map(({ from, until }): Use => ({ from, until }))
  if (isDeepStrictEqual(used, expected)) return
  const told = (uses: readonly Use[]): string =>
    uses.map(({ from, until }) => `${from} to ${until} ms`).join(', ') || 'never'
  throw new Error(`${marble.title}: "${name}" in use\n  should be: ${told(expected)}\n  but was:   ${told(used)}`)
}

function useOf(line: string, { then, unit }: Marble): Use {
  const frames = framesOf(line)
  const from = frames.findIndex((frame) => frame.includes('^'))
  const until = frames.findIndex((frame) => frame.includes('!'))
  if (from < 0) throw new SyntaxError(`${line} begins nowhere: it needs a ^`)
  return { from: from * unit, until: (until < 0 ? framesOf(then).length : until) * unit }
}

function play(marble: Marble): Recording {
  const { unit, given = {}, hot = {}, values = {}, error } = marble
  const happened: Happening[] = []
  const subscribed: Subscribed[] = []
  const horizon = framesOf(marble.then).length * unit
  const scheduler = new TestScheduler(() => {})
  scheduler.run(({ cold, hot: heat, flush }) => {
    const used = new Map<string, number>()
    const meanings = { ...itself(marble), ...values }
    const take = (name: string): Observable<unknown> =>
      new Observable((subscriber) => {
        const rows = given[name] ?? []
        const turn = used.get(name) ?? 0
        const row = typeof rows === 'string' ? rows : rows[turn]
        used.set(name, turn + 1)
        if (row === undefined)
          return subscriber.error(new Error(`"${name}" was asked for once more than it has rows (${turn + 1})`))
        const use: Subscribed = { name, row, from: scheduler.now(), until: horizon }
        subscribed.push(use)
        subscriber.add(() => {
          use.until = scheduler.now()
        })
        subscriber.add(cold(stretched(row, unit), meanings, error).subscribe(subscriber))
      })
    const hots = Object.fromEntries(
      Object.entries(hot).map(([name, row]) => [name, heat(stretched(row, unit), meanings, error)]),
    )
    const tools: MarbleTools = {
      given: (name) => take(name) as Observable<never>,
      hot: (name) => (hots[name] ?? take(name)) as Observable<never>,
      scheduler,
      random: () => 0,
    }
    const run = marble.run(tools).subscribe({
      next: (value) => happened.push({ at: scheduler.now(), kind: 'value', value }),
      error: (value: unknown) => happened.push({ at: scheduler.now(), kind: 'error', value }),
      complete: () => happened.push({ at: scheduler.now(), kind: 'end' }),
    })
    scheduler.schedule(() => run.unsubscribe(), horizon)
    flush()
  })
  return { subscribed, happened }
}

/** Letters without a meaning are themselves. */
function itself({ given = {}, hot = {}, then }: Marble): Readonly<Record<string, unknown>> {
  const rows = [...Object.values(given).flat(), ...Object.values(hot), then]
  const letters = rows.flatMap((row) => framesOf(row).flat()).filter((letter) => letter !== '|' && letter !== '#')
  return Object.fromEntries(letters.map((letter) => [letter, letter]))
}

function expectedOf(marble: Marble): readonly Happening[] {
  const meanings = { ...itself(marble), ...marble.values }
  return framesOf(marble.then).flatMap((frame, index) =>
    frame.map((letter): Happening => {
      const at = index * marble.unit
      if (letter === '|') return { at, kind: 'end' }
      if (letter === '#') return { at, kind: 'error', value: marble.error ?? 'error' }
      return { at, kind: 'value', value: meanings[letter] }
    }),
  )
}

/** A line for people: letters where the values have some, moments in milliseconds. */
function lineOf({ values = {}, told }: Marble, happened: readonly Happening[]): string {
  const letterOf = (value: unknown): string => {
    const letter = Object.entries(values).find(([, meaning]) => isDeepStrictEqual(meaning, value))?.[0]
    if (told === undefined) return letter ?? describe(value)
    return letter === undefined ? told(value) : `${letter} (${told(value)})`
  }
  if (happened.length === 0) return 'nothing'
  return happened
    .map(
      ({ at, kind, value }) =>
        `${at} ms ${kind === 'value' ? letterOf(value) : kind === 'end' ? '|' : `# ${describe(value)}`}`,
    )
    .join(', ')
}

/** A value in a few words. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return value.message
  const inner = (_: string, one: unknown): unknown => (one instanceof Error ? one.message : one)
  return (JSON.stringify(value, inner) ?? String(value)).replaceAll('"', '').slice(0, 100)
}
