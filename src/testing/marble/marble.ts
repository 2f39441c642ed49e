import type { Observable } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'

/** What a marble's `run` is given. */
export interface MarbleTools {
  /** The next row of this name as a cold observable: the first subscription gets the first row, and so on. */
  readonly given: <T = unknown>(name: string) => Observable<T>
  /** What comes from outside, whether anybody listens or not. */
  readonly hot: <T = unknown>(name: string) => Observable<T>
  /** The only clock. */
  readonly scheduler: TestScheduler
  /** Chance, without chance: always 0. */
  readonly random: () => number
}

/**
 * A timed promise as data: it is run in virtual time, and the picture is drawn of what was run.
 *
 * Every character is one frame of `unit` milliseconds: `-` nothing, a letter a value, `|` the end, `#` an error. A group such as `(ab)` is
 * one frame, too: its values come in this order at the same moment. Spaces are ignored.
 *
 * @example
 * const doubles = {
 *   title: 'a failing call is repeated after 1 s, then after 2 s',
 *   unit: 1_000,
 *   given: { call: ['#', '#', '(a|)'] },
 *   run: ({ given, scheduler }) => defer(() => given('call')).pipe(retry({ delay: backoff({ first: 1_000, max: 8_000, scheduler }) })),
 *   then: '---(a|)',
 * } satisfies Marble
 */
export interface Marble {
  /** The promise, as a sentence. */
  readonly title: string
  /** More about it, for the page with the picture. Default: nothing. */
  readonly doc?: string
  /** What is run, in a word or two, for the picture. */
  readonly when?: string
  /** Milliseconds a frame. */
  readonly unit: number
  /** Cold rows; a list is used up one row a subscription, and one subscription too many is a failure. */
  readonly given?: Readonly<Record<string, string | readonly string[]>>
  /** Hot rows. */
  readonly hot?: Readonly<Record<string, string>>
  /** What the promise is about: it is subscribed at the first frame and unsubscribed after the last. */
  readonly run: (tools: MarbleTools) => Observable<unknown>
  /** What `run` has to emit, and when; it is watched for as long as this line is. */
  readonly then: string
  /**
   * When the given rows named here are in use, one line a subscription: `^` subscribed, `!` unsubscribed, `(^!)` both at once. A row
   * without `!` is still in use at the end. Rows that are not named may be subscribed as often as they like.
   */
  readonly during?: Readonly<Record<string, string | readonly string[]>>
  /** What the letters mean; a letter without a meaning is itself. */
  readonly values?: Readonly<Record<string, unknown>>
  /** What `#` means. */
  readonly error?: unknown
  /** A value in a few words, for the legend and for what is said where the marble is not true. Default: JSON, shortened. */
  readonly told?: (value: unknown) => string
}
