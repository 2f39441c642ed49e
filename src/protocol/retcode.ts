/** `BaseResponse.Ret`, and `ret` of the login page. */
export const Ret = {
  ok: 0,
  systemError: -1,
  logicError: -2,
  ticketError: -14,
  partlyDone: -2013,
  badArgument: 1,
  phoneOffline: 3,
  noSession: 1100,
  sessionInvalid: 1101,
  cookieInvalid: 1102,
  sessionExpired: 1103,
  unparsable: 1200,
  loginRefused: 1203,
  receiverRefused: 1204,
  tooOften: 1205,
} as const
export type Ret = (typeof Ret)[keyof typeof Ret]

/** `retcode` of a synccheck; any other code means: poll again. */
export const SyncRetcode = {
  ok: 0,
  noSession: Ret.noSession,
  sessionInvalid: Ret.sessionInvalid,
  cookieInvalid: Ret.cookieInvalid,
  sessionExpired: Ret.sessionExpired,
} as const
export type SyncRetcode = (typeof SyncRetcode)[keyof typeof SyncRetcode]

/** What a synccheck announces. A hint only: whatever is not `quiet` is a reason to pull. */
export const Selector = {
  quiet: '0',
  message: '2',
  unnamed: '3',
  contactData: '4',
  friend: '6',
  chat: '7',
} as const
export type Selector = (typeof Selector)[keyof typeof Selector]

const over: ReadonlySet<number> = new Set([Ret.noSession, Ret.sessionInvalid, Ret.cookieInvalid, Ret.sessionExpired])

/** Is the session over? */
export const isLoggedOut = (code: number): boolean => over.has(code)

const meanings: Readonly<Record<Ret, string>> = {
  [Ret.ok]: 'all is well',
  [Ret.systemError]: 'the server has a problem; try again later',
  [Ret.logicError]: 'the server could not make sense of the request',
  [Ret.ticketError]: 'the ticket is not valid any more',
  [Ret.partlyDone]: 'done for some of the people only',
  [Ret.badArgument]: 'an argument is wrong, or this is not permitted',
  [Ret.phoneOffline]: 'the phone has been offline for too long',
  [Ret.noSession]: 'the session is over or unknown; WeChat does not say why',
  [Ret.sessionInvalid]: 'the session is over; WeChat does not say why',
  [Ret.cookieInvalid]: 'the cookies are missing, too old, or of another host',
  [Ret.sessionExpired]: 'the session has expired',
  [Ret.unparsable]: 'the server could not read the request',
  [Ret.loginRefused]: 'this account may not log in here',
  [Ret.receiverRefused]: 'the receiver may not be written to: not a friend, or not in that chat',
  [Ret.tooOften]: 'too often; wait before the next try',
}

/**
 * What a return code (`BaseResponse.Ret`) means, in a few English words for people; an unknown one is called just that. Decide by the kind of the
 * failure and its code, never by these words.
 *
 * @example
 * bot.done$.subscribe({
 *   error: (error: unknown) => {
 *     if (isFailure(error) && error.kind === 'retcode') console.error(retMeaning(error.detail.code))
 *   },
 * })
 */
export const retMeaning = (code: number): string => (isRet(code) ? meanings[code] : 'a code of unknown meaning')

const isRet = (code: number): code is Ret => Object.hasOwn(meanings, code)
