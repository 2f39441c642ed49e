/** One exchange of a recorded session, a line of JSON each. Times are in milliseconds since the record began. */
export interface Recorded {
  /** Counts the requests, in the order they were made. */
  readonly n: number
  /** The name of the endpoint, as the wire spells it. */
  readonly endpoint: string
  /** When it was asked, in milliseconds since the record began. */
  readonly at: number
  /** Milliseconds until the answer, or until it failed or was given up. */
  readonly took: number
  /** What came, with made-up words in place of names and texts; absent where nothing did. */
  readonly answer?: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly setCookies: readonly string[]
    readonly body: string
    /** The body was not one that can be recorded, and had so many characters. */
    readonly omitted?: number
  }
  /** It failed; nothing of either means that it was given up before an answer came. */
  readonly failed?: {
    readonly kind: 'network' | 'certificate' | 'tooLarge'
    readonly reason: string
    readonly sent: boolean
  }
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

/** Is this a line that a record can have? */
export const isRecorded = (value: unknown): value is Recorded =>
  isFields(value) &&
  isCount(value.n) &&
  isCount(value.at) &&
  isCount(value.took) &&
  typeof value.endpoint === 'string' &&
  (value.answer === undefined || isAnswer(value.answer)) &&
  (value.failed === undefined || isFailed(value.failed))

const isAnswer = (value: unknown): boolean =>
  isFields(value) &&
  isCount(value.status) &&
  typeof value.body === 'string' &&
  isTexts(value.setCookies) &&
  isFields(value.headers) &&
  isTexts(Object.values(value.headers))

const isFailed = (value: unknown): boolean =>
  isFields(value) &&
  ['network', 'certificate', 'tooLarge'].includes(`${value.kind}`) &&
  typeof value.reason === 'string'
