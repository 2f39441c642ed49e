import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { type Failure, failure } from '../errors.js'
import type { WireAnswer } from './endpoint.js'
import { fieldsOf, stringOf } from './fields.js'
import { hostOf, type Realm, trusted } from './hosts.js'
import { type Fields, readJson } from './json.js'
import { decodeAs, misshapen } from './result.js'
import { isLoggedOut, Ret, retMeaning } from './retcode.js'

/** The body of an answer with a good status; where the realm is known, a redirect out of it is called by its name. */
export function readBody(endpoint: string, answer: WireAnswer, realm?: Realm): Either<Failure, string> {
  const { status, location } = answer
  if (status >= 200 && status < 300) return E.right(answer.body)
  return E.left(refusedStatus(endpoint, status, location, realm))
}

export function refusedStatus(endpoint: string, status: number, location?: string, realm?: Realm): Failure {
  const host = location === undefined ? undefined : hostOf(location)
  const leaves = realm !== undefined && location !== undefined && host !== undefined && !trusted(realm, location)
  return leaves && status >= 300 && status < 400
    ? failure('foreignHost', { endpoint, host })
    : failure('status', { endpoint, status })
}

const Answer = t.type(
  { BaseResponse: t.type({ Ret: t.union([t.number, t.string], 'a code') }, 'an object') },
  'an answer',
)

/** The fields of a JSON answer whose `BaseResponse.Ret` is 0; 1100 to 1103 say that the session is over. */
export const readFields = (
  endpoint: string,
  answer: WireAnswer,
  restore?: (value: unknown, text: string) => boolean,
): Either<Failure, Fields> => readAccepted(endpoint, answer, isOk, restore)

/**
 * The fields of an answer to something that was to be done, where the service may say no by saying nothing: an empty body is
 * a refusal with the HTTP status for its code. `accepted`: the codes that are no refusal; -2013 says that something was done for some people.
 */
export function readDeed(
  endpoint: string,
  answer: WireAnswer,
  accepted: readonly number[] = [Ret.ok],
): Either<Failure, Fields> {
  const isSilent = answer.status >= 200 && answer.status < 300 && answer.body.trim() === ''
  return isSilent
    ? E.left(failure('retcode', { endpoint, code: answer.status, message: 'no answer, as where it is switched off' }))
    : readAccepted(endpoint, answer, (code) => accepted.includes(code))
}

const isOk = (code: number): boolean => code === Ret.ok

function readAccepted(
  endpoint: string,
  answer: WireAnswer,
  accepts: (code: number) => boolean,
  restore?: (value: unknown, text: string) => boolean,
): Either<Failure, Fields> {
  const body = readBody(endpoint, answer)
  if (body._tag === 'Left') return body
  const json = readJson(endpoint, body.right, restore)
  return json._tag === 'Left' ? json : acceptRet(endpoint, json.right, accepts)
}

function acceptRet(endpoint: string, json: unknown, accepts: (code: number) => boolean): Either<Failure, Fields> {
  const decoded = decodeAs(endpoint, Answer)(json)
  if (E.isLeft(decoded)) return decoded
  const fields = fieldsOf(json)
  const { Ret, ErrMsg } = fieldsOf(fields.BaseResponse)
  const code = codeOf(Ret)
  if (code === undefined) return misshapen(endpoint, 'BaseResponse.Ret is not a code')
  return accepts(code) ? E.right(fields) : E.left(refusedRet(endpoint, code, stringOf(ErrMsg)))
}

/** A code is a number or its digits. */
export function codeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined
  return typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined
}

/** Texts of the server are shown to people, but not at any length. */
const textLimit = 300

export const refusedRet = (endpoint: string, code: number, text: string): Failure =>
  isLoggedOut(code)
    ? failure('loggedOut', { endpoint, code })
    : failure('retcode', { endpoint, code, message: text === '' ? retMeaning(code) : text.slice(0, textLimit) })
