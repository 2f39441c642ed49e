import { type BotEvent, isFailure, type Kind } from '../../index.js'
import type { TestBot } from '../test-bot.js'

/** What vitest is told by a matcher. */
interface Verdict {
  readonly pass: boolean
  readonly message: () => string
}

/** What vitest gives to a matcher. */
interface Matching {
  readonly equals: (one: unknown, other: unknown) => boolean
  readonly isNot?: boolean | undefined
}

/** A text, a pattern, or an asymmetric matcher of vitest such as `expect.stringContaining('dong')`. */
export type Expected = string | RegExp | object

const fits = ({ equals }: Matching, actual: unknown, expected: Expected): boolean =>
  expected instanceof RegExp ? typeof actual === 'string' && expected.test(actual) : equals(actual, expected)

const shown = (value: unknown): string => (value instanceof RegExp ? `${value}` : (JSON.stringify(value) ?? `${value}`))
const list = (values: readonly unknown[]): string => (values.length === 0 ? 'nothing' : values.map(shown).join(', '))

/** A sentence for each outcome: what should (or should not) be, and what is. */
const verdict = (pass: boolean, { isNot = false }: Matching, should: string, is: string): Verdict => ({
  pass,
  message: () => `${isNot ? should.replace('should', 'should not') : should}, and ${is}`,
})

/** The matchers over a test bot; `rxwx/testing/vitest` registers them. */
export const matchers = {
  toHaveAnswered(this: Matching, test: TestBot, whom: string, ...expected: readonly Expected[]): Verdict {
    const answers = test.answersTo(whom)
    const pass = answers.length === expected.length && expected.every((one, index) => fits(this, answers[index], one))
    return verdict(pass, this, `the bot should have answered ${whom} with ${list(expected)}`, `it was ${list(answers)}`)
  },

  toHaveSent(this: Matching, test: TestBot, whom: string, expected?: Expected): Verdict {
    const sent = test.sentTo(whom)
    const pass = expected === undefined ? sent.length > 0 : sent.some((text) => fits(this, text, expected))
    const what = expected === undefined ? 'something' : shown(expected)
    return verdict(pass, this, `the bot should have sent ${what} to ${whom}`, `it sent ${list(sent)}`)
  },

  toHaveSeen(this: Matching, test: TestBot, type: BotEvent['type'], fields: object = {}): Verdict {
    const ofType = test.events.filter((event) => event.type === type)
    const wanted = Object.entries(fields)
    const pass = ofType.some((event) =>
      wanted.every(([name, value]) => this.equals((event as Readonly<Record<string, unknown>>)[name], value)),
    )
    const seen = ofType.length > 0 ? ofType : test.events.map((event) => event.type)
    return verdict(pass, this, `the bot should have told of ${type} ${shown(fields)}`, `it told of ${list(seen)}`)
  },

  toBeInState(this: Matching, test: TestBot, type: string): Verdict {
    const now = test.states.at(-1)?.type ?? 'none'
    return verdict(now === type, this, `the bot should be ${type}`, `it is ${now}`)
  },

  toBeFailure(this: Matching, error: unknown, kind: Kind, detail: object = {}): Verdict {
    const own = isFailure(error) ? error : undefined
    const details: Readonly<Record<string, unknown>> = { ...own?.detail }
    const pass =
      own?.kind === kind && Object.entries(detail).every(([name, value]) => this.equals(details[name], value))
    const is =
      own === undefined
        ? `it is ${error instanceof Error ? error.message : shown(error)}`
        : `it is ${own.kind} ${shown(own.detail)}`
    return verdict(pass, this, `it should be a failure ${kind} ${shown(detail)}`, is)
  },
}
