import { EMPTY, filter, ignoreElements, type Observable, race, Subject, switchMap, take, tap, timer } from 'rxjs'
import { stringOf } from '../../protocol/fields.js'
import type { RawMessage } from '../../protocol/message.js'
import { MsgType } from '../../protocol/message-type.js'
import type { Entry } from '../saved.js'
import type { Core } from './core.js'

/** How long messages wait for the details of a chat that nobody knows yet (ms). */
const patience = 1_500

/** Lets kept entries through in order, each once it is known whose chat it is from. */
export interface DetailsGate {
  readonly receive: (entries: readonly Entry[]) => void
  /** Nothing waits any longer. */
  readonly release: () => void
  readonly run$: Observable<never>
}

/**
 * A room that is not saved, or a stranger, is in no address book. The first message of such a chat waits a moment for the chat's
 * details: only they find the id of an earlier login again. What comes behind it waits, too, since the order stays.
 */
export function createDetailsGate(core: Core, pass: (entries: readonly Entry[]) => void): DetailsGate {
  const waits$ = new Subject<boolean>()
  let held: readonly Entry[] | undefined
  let asked = new Set<string>()
  let askedIn = -1

  const needsDetails = ({ raw, epoch }: Entry): boolean => {
    const { identities, keeper, present } = core
    if (epoch !== keeper.epoch() || present.life === undefined || isNotice(raw)) return false
    const peer = peerOf(raw, identities.selfName())
    return identities.isUnproven(peer) && !wasAsked(peer)
  }

  /** Once for each chat in a login. */
  const wasAsked = (peer: string): boolean => {
    if (askedIn !== core.keeper.epoch()) asked = new Set()
    askedIn = core.keeper.epoch()
    return asked.has(peer)
  }

  const receive = (entries: readonly Entry[]): void => {
    if (held !== undefined) {
      held = [...held, ...entries]
      return
    }
    const isRead = core.present.book !== undefined && core.present.book.status !== 'loading'
    const first = isRead ? entries.findIndex(needsDetails) : -1
    if (first < 0) return pass(entries)
    if (first > 0) pass(entries.slice(0, first))
    hold(entries.slice(first))
  }

  const hold = (entries: readonly Entry[]): void => {
    held = entries
    const peers = new Set(entries.filter(needsDetails).map(({ raw }) => peerOf(raw, core.identities.selfName())))
    for (const peer of peers) asked.add(peer)
    waits$.next(true)
    core.present.life?.contacts.next({ type: 'want', names: [...peers].map((userName) => ({ userName })) })
  }

  const release = (): void => {
    const rest = held
    held = undefined
    waits$.next(false)
    if (rest !== undefined) receive(rest)
  }

  const answered = (): Observable<unknown> =>
    race(core.books$.pipe(filter(({ status }) => status !== 'loading')), timer(patience, core.env.scheduler)).pipe(
      take(1),
    )

  return {
    receive,
    release,
    run$: waits$.pipe(
      switchMap((isHeld) => (isHeld ? answered() : EMPTY)),
      tap(release),
      ignoreElements(),
    ),
  }
}

/** Notices between clients belong to no chat. */
const isNotice = ({ MsgType: type }: RawMessage): boolean => type === MsgType.statusNotify || type === MsgType.sysNotice

/** The chat, without looking at what is said: every message passes here. */
function peerOf({ FromUserName, ToUserName }: RawMessage, self: string): string {
  const from = stringOf(FromUserName)
  return from === '' || from === self ? stringOf(ToUserName) : from
}
