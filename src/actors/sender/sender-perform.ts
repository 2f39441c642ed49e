import { catchError, concat, concatMap, defer, map, mergeMap, Observable, of, switchMap, tap, throwError } from 'rxjs'
import { advise, type Failure, isFailure } from '../../errors.js'
import { after } from '../../kernel/after.js'
import { createDeadlines } from '../../kernel/deadlines.js'
import { backoff, escalate, type Policy } from '../../kernel/policy.js'
import { until } from '../../kernel/until.js'
import { webwxrevokemsg } from '../../protocol/endpoints/webwxrevokemsg.js'
import { webwxsendmsg } from '../../protocol/endpoints/webwxsendmsg.js'
import { retMeaning } from '../../protocol/retcode.js'
import type { Call } from '../call.js'
import type { Env } from '../env.js'
import { type Attempted, sentContent } from '../in-flight.js'
import { type LimitSetting, type ReadyMedia, readyContent } from '../media/ready.js'
import { sendForward, sendMedia } from '../media/send-media.js'
import type { UploadedMedia, Uploads } from '../media/upload.js'
import { noFiles } from '../payload.js'
import { persist } from '../persist.js'
import type { ClientMsgIds } from './client-msg-ids.js'
import { createPace, type Pace } from './pace.js'
import type { Outgoing, Receipt, SenderEffect, SenderMessage, Sending } from './sender-state.js'

export interface SenderTools {
  readonly env: Env
  readonly call: Call
  readonly ids: ClientMsgIds
  readonly pace: Pace
  readonly uploads: Uploads
  readonly limits: LimitSetting
  /** From now on this send may arrive. */
  readonly trying: (attempt: Attempted) => void
  /** The time of a send for later has come. */
  readonly due?: () => void
  /** The UserName that an own id has in this session, once that can be known; undefined for nobody. */
  readonly located: (id: string) => Observable<string | undefined>
  /** Whether that waits for somebody to say who is meant, which may take days. */
  readonly isAwaited?: (id: string) => boolean
}

/** Sends whose answer was lost are repeated this often, with the same ClientMsgId, before their fate is called unknown. */
const lostAnswers = 8

/** "System error" is worth these tries. */
const systemErrors = 3

/** So long others wait for one that is on its way (ms): a healthy service answers within it, and what takes longer holds up nobody else. */
const prompt = 1_000

/** Whatever the reducer lets through at the same time is done side by side. */
export function senderPerform(tools: SenderTools): (effects$: Observable<SenderEffect>) => Observable<SenderMessage> {
  const turn = createPace(tools.pace, tools.env.scheduler)
  const deadlines = createDeadlines(tools.env.scheduler)
  const watched = (item: Outgoing, attempt$: Observable<SenderMessage>): Observable<SenderMessage> =>
    new Observable((out) => {
      out.add(deadlines.watch(prompt, () => out.next({ type: 'slow', item })))
      out.add(attempt$.subscribe(out))
    })
  return (effects$) =>
    effects$.pipe(
      mergeMap((effect): Observable<SenderMessage> => {
        if (effect.type === 'rest')
          return after(effect.pause, tools.env.scheduler).pipe(map(() => ({ type: 'rested' })))
        if (effect.type === 'hold')
          return until(effect.item.at ?? 0, tools.env.scheduler).pipe(
            tap(() => tools.due?.()),
            map(() => ({ type: 'due', item: effect.item })),
          )
        return watched(effect.item, turn(effect.item.to).pipe(switchMap(() => attempt(tools, effect))))
      }),
    )
}

function attempt(tools: SenderTools, { item, sending }: SenderEffect & { type: 'attempt' }): Observable<SenderMessage> {
  if (item.attempted !== undefined && item.attempted !== sending.epoch)
    return of(
      answered(item, { outcome: 'unknown', reason: 'it was tried in an earlier session that ended before the answer' }),
    )
  const located$ = tools
    .located(item.to)
    .pipe(
      switchMap((to) =>
        to === undefined
          ? of(answered(item, { outcome: 'refused', reason: 'nobody in the address book has this id' }))
          : deliver(tools, item, sending, to),
      ),
    )
  return tools.isAwaited?.(item.to) ? concat(of<SenderMessage>({ type: 'slow', item }), located$) : located$
}

function deliver(tools: SenderTools, item: Outgoing, sending: Sending, to: string): Observable<SenderMessage> {
  const { env, ids } = tools
  const doubt = { sent: item.attempted !== undefined }
  return ids.reserve(item.clientMsgId).pipe(
    concatMap(() => uploaded(tools, item, sending, to)),
    concatMap((step): Observable<SenderMessage> => {
      if ('type' in step) return of(step)
      const { clientMsgId } = item
      tools.trying({ clientMsgId, from: sending.self, to, content: sentContent(item, step.media) })
      return mark(env, item, sending.epoch).pipe(
        concatMap(() => defer(() => send(tools, item, sending, to, step)).pipe(persist(policy(env, doubt), trouble))),
        catchError((error: unknown) => {
          if (step.media?.isReused !== true || !isUnknownMedia(error)) return throwError(() => error)
          tools.uploads.forget(step.media, sending)
          return deliver(tools, item, sending, to)
        }),
      )
    }),
    catchError((error) =>
      isFailure(error) ? of(verdict(item, sending.session.sid, error, doubt.sent)) : throwError(() => error),
    ),
  )
}

/** What a file has become on the service; undefined for what is no file. */
interface Taken {
  readonly media: (ReadyMedia & UploadedMedia) | undefined
}

/** Files go up before their message is tried: until then nothing of it is to be seen by anybody. */
function uploaded(
  { env, uploads, limits }: SenderTools,
  item: Outgoing,
  sending: Sending,
  to: string,
): Observable<SenderMessage | Taken> {
  const { content } = item
  if (content.type !== 'media') return of({ media: undefined })
  return defer(() => readyContent(env, limits, content)).pipe(
    concatMap((ready) =>
      uploads.upload(ready, sending, to).pipe(
        map((step): SenderMessage | Taken => {
          if (step.type === 'done') return { media: { ...ready, ...step.media } }
          if (step.type === 'trouble') return step
          return { type: 'progress', item, bytes: step.bytes, total: ready.file.size }
        }),
      ),
    ),
  )
}

/** That it is being tried is in the store before it is: a later session must not say it twice. */
const mark = (env: Env, item: Outgoing, epoch: number): Observable<void> =>
  item.attempted === epoch ? of(undefined) : env.store.commit({ outbox: [{ ...item, attempted: epoch }] })

const trouble = (failed: Failure, count: number): SenderMessage => ({
  type: 'trouble',
  failure: failed,
  attempt: count,
})

function send(
  { call }: SenderTools,
  item: Outgoing,
  sending: Sending,
  to: string,
  { media }: Taken,
): Observable<SenderMessage> {
  const { session, self: from } = sending
  const { clientMsgId, content } = item
  const input = { session, clientMsgId, from, to }
  const sent$ =
    content.type === 'text'
      ? call(webwxsendmsg, { ...input, text: content.text })
      : content.type === 'revoke'
        ? call(webwxrevokemsg, { ...input, msgId: content.msgId }).pipe(map(() => ({ msgId: content.msgId })))
        : content.type === 'forward'
          ? sendForward(call, input, content.forward)
          : media === undefined
            ? throwError(() => noFiles(''))
            : sendMedia(call, input, media)
  return sent$.pipe(map(({ msgId }) => answered(item, { outcome: 'accepted', msgId })))
}

type Outcome =
  | { readonly outcome: 'accepted'; readonly msgId: string }
  | { readonly outcome: 'refused'; readonly code?: number; readonly reason: string }
  | { readonly outcome: 'unknown'; readonly reason: string }

function answered(item: Outgoing, outcome: Outcome): SenderMessage {
  const receipt: Receipt = { key: item.key, to: item.to, clientMsgId: item.clientMsgId, ...outcome }
  return { type: 'answered', item, receipt }
}

/** Whether the server may have taken the message although no answer came. */
const isAmbiguous = (failed: Failure): boolean =>
  failed.kind === 'network' ? failed.detail.sent : unread.has(failed.kind)

const unread: ReadonlySet<string> = new Set(['timeout', 'status', 'foreignHost', 'tooLarge', 'decode'])

function policy(env: Env, doubt: { sent: boolean }): Policy {
  const { scheduler, random } = env
  const again = backoff({ first: 1_000, max: 15_000, jitter: 0.3, random, scheduler })
  let lost = 0
  let system = 0
  return (error, count) => {
    if (!isFailure(error) || advise(error) !== 'again' || isTooOften(error)) return escalate(error, count)
    if (isAmbiguous(error)) {
      doubt.sent = true
      lost += 1
    } else if (error.kind === 'retcode') system += 1
    return lost >= lostAnswers || system > systemErrors ? escalate(error, count) : again(error, count)
  }
}

/** What the service says of a file that it has forgotten, and of much else. */
const isUnknownMedia = (error: unknown): boolean =>
  isFailure(error) && error.kind === 'retcode' && error.detail.code === 1

const isTooOften = (failed: Failure): boolean => failed.kind === 'retcode' && failed.detail.code === 1205

/** What a failure means for the one item: it stays for the next session, waits, was refused, or nobody knows. */
function verdict(item: Outgoing, sid: string, failed: Failure, doubt: boolean): SenderMessage {
  if (isAmbiguous(failed)) return answered(item, { outcome: 'unknown', reason: failed.message })
  if (isTooOften(failed)) return { type: 'tooOften', item }
  if (advise(failed) === 'login')
    return doubt
      ? answered(item, { outcome: 'unknown', reason: failed.message })
      : { type: 'lost', item, failure: failed, sid }
  if (failed.kind !== 'retcode') return answered(item, { outcome: 'refused', reason: failed.message })
  const { code, message } = failed.detail
  return answered(item, { outcome: 'refused', code, reason: message === '' ? retMeaning(code) : message })
}
