import { catchError, forkJoin, map, type Observable, of, switchMap, throwError } from 'rxjs'
import { type Failure, failure, isFailure } from '../../errors.js'
import { webwxcreatechatroom } from '../../protocol/endpoints/webwxcreatechatroom.js'
import { webwxoplog } from '../../protocol/endpoints/webwxoplog.js'
import { webwxsearchcontact } from '../../protocol/endpoints/webwxsearchcontact.js'
import { webwxstatusnotify } from '../../protocol/endpoints/webwxstatusnotify.js'
import { webwxupdatechatroom } from '../../protocol/endpoints/webwxupdatechatroom.js'
import { webwxverifyuser } from '../../protocol/endpoints/webwxverifyuser.js'
import { StatusNotifyCode } from '../../protocol/message-type.js'
import type { NewMember } from '../../protocol/new-member.js'
import { Ret } from '../../protocol/retcode.js'
import type { AddressBook } from '../address-book.js'
import type { Call } from '../call.js'
import type { Env } from '../env.js'
import type { Party } from '../message.js'
import type { Sending } from '../sender/sender-state.js'
import type { Newcomer, Operation, OperationAnswers, OperationName, Stranger } from './operation.js'

export interface OperationTools {
  readonly env: Env
  readonly call: Call
  /** The UserName that an own id has in this session, once that can be known; undefined for nobody. */
  readonly located: (id: string) => Observable<string | undefined>
  /** Who has this UserName, as far as is known. */
  readonly partyOf: (userName: string) => Party
  readonly book: () => AddressBook | undefined
  /** From this size on a room is joined by invitation only. */
  readonly inviteFrom: () => number
}

type Answer = OperationAnswers[OperationName]

type Of<N extends OperationName> = Extract<Operation, { readonly type: N }>

/** One try of one operation: who is meant in this session, the request, and what came of it. Fails with a Failure. */
export function carryOut(tools: OperationTools, operation: Operation, sending: Sending): Observable<Answer> {
  switch (operation.type) {
    case 'remark':
    case 'pin':
      return keep(tools, operation, sending)
    case 'markRead':
      return markRead(tools, operation, sending)
    case 'search':
      return tools
        .call(webwxsearchcontact, { session: sending.session, keyWord: operation.keyWord })
        .pipe(map(({ userNames }) => userNames.map(tools.partyOf)))
    case 'accept':
    case 'befriend':
      return verify(tools, operation, sending)
    case 'createRoom':
      return createRoom(tools, operation, sending)
    case 'invite':
      return invite(tools, operation, sending)
    case 'remove':
    case 'renameRoom':
    case 'leaveRoom':
      return change(tools, operation, sending)
  }
}

const nobody = (to: string): Failure => failure('target', { to, candidates: [] })

const userNameOf = ({ located }: OperationTools, id: string): Observable<string> =>
  located(id).pipe(
    map((userName) => {
      if (userName === undefined) throw nobody(id)
      return userName
    }),
  )

const userNamesOf = (tools: OperationTools, ids: readonly string[]): Observable<readonly string[]> =>
  ids.length === 0 ? of([]) : forkJoin(ids.map((id) => userNameOf(tools, id)))

/** UserNames of another login mean nobody, or somebody else. */
function strangerName(tools: OperationTools, who: string | Stranger, { epoch }: Sending): Observable<string> {
  if (typeof who === 'string') return userNameOf(tools, who)
  return who.epoch === epoch ? of(who.userName) : throwError(() => nobody(who.userName))
}

const keep = (tools: OperationTools, operation: Of<'remark' | 'pin'>, { session }: Sending): Observable<undefined> =>
  userNameOf(tools, operation.contact).pipe(
    switchMap((userName) =>
      tools.call(webwxoplog, {
        session,
        op:
          operation.type === 'remark'
            ? { verb: 'remark', userName, remarkName: operation.name }
            : {
                verb: 'pin',
                userName,
                remarkName: tools.book()?.get(userName)?.remarkName ?? '',
                isPinned: operation.isPinned,
              },
      }),
    ),
    map(() => undefined),
  )

const markRead = (
  tools: OperationTools,
  { conversation }: Of<'markRead'>,
  { session, self }: Sending,
): Observable<undefined> =>
  userNameOf(tools, conversation).pipe(
    switchMap((to) =>
      tools.call(webwxstatusnotify, {
        session,
        code: StatusNotifyCode.read,
        from: self,
        to,
        clientMsgId: `${tools.env.scheduler.now()}`,
      }),
    ),
    map(() => undefined),
  )

const verify = (tools: OperationTools, operation: Of<'accept' | 'befriend'>, sending: Sending): Observable<undefined> =>
  strangerName(tools, operation.who, sending).pipe(
    switchMap((userName) =>
      tools.call(webwxverifyuser, {
        session: sending.session,
        now: tools.env.scheduler.now(),
        verification:
          operation.type === 'accept'
            ? { verb: 'accept', userName, ticket: operation.ticket }
            : { verb: 'request', userName, greeting: operation.greeting },
      }),
    ),
    map(() => undefined),
  )

const createRoom = (
  tools: OperationTools,
  { members, topic }: Of<'createRoom'>,
  { session }: Sending,
): Observable<OperationAnswers['createRoom']> =>
  userNamesOf(tools, members).pipe(
    switchMap((names) =>
      tools.call(webwxcreatechatroom, { session, now: tools.env.scheduler.now(), members: names, topic }),
    ),
    map(({ userName, members: came }) => ({
      room: { ...tools.partyOf(userName), ...(topic === '' ? {} : { name: topic }) },
      members: came.map(newcomer(tools)),
    })),
  )

const newcomer =
  ({ partyOf }: OperationTools) =>
  ({ userName, nickName, status }: NewMember): Newcomer => {
    const party = partyOf(userName)
    return { ...party, name: party.name || nickName, status }
  }

/** Into a large room people are invited; where that was not known, the refusal to add them says so. */
function invite(tools: OperationTools, operation: Of<'invite'>, { session }: Sending): Observable<Answer> {
  const update = (room: string, members: readonly string[], how: 'added' | 'invited') =>
    tools
      .call(webwxupdatechatroom, {
        session,
        room,
        update: { fun: how === 'added' ? 'addmember' : 'invitemember', members },
      })
      .pipe(map(({ members: came }): Answer => ({ how, members: came.map(newcomer(tools)) })))
  return userNamesOf(tools, [operation.room, ...operation.members]).pipe(
    switchMap(([room = '', ...members]) => {
      if (sizeOf(tools, room) + members.length >= tools.inviteFrom()) return update(room, members, 'invited')
      return update(room, members, 'added').pipe(
        catchError((error: unknown) =>
          isNotPermitted(error) ? update(room, members, 'invited') : throwError(() => error),
        ),
      )
    }),
  )
}

function sizeOf({ book }: OperationTools, room: string): number {
  const known = book()?.get(room)
  return known?.kind === 'room' ? known.memberCount : 0
}

const isNotPermitted = (error: unknown): boolean =>
  isFailure(error) && error.kind === 'retcode' && error.detail.code === Ret.badArgument

const change = (
  tools: OperationTools,
  operation: Of<'remove' | 'renameRoom' | 'leaveRoom'>,
  { session }: Sending,
): Observable<undefined> =>
  userNamesOf(tools, [operation.room, ...(operation.type === 'remove' ? operation.members : [])]).pipe(
    switchMap(([room = '', ...members]) =>
      tools.call(webwxupdatechatroom, {
        session,
        room,
        update:
          operation.type === 'remove'
            ? { fun: 'delmember', members }
            : operation.type === 'renameRoom'
              ? { fun: 'modtopic', topic: operation.topic }
              : { fun: 'quitchatroom' },
      }),
    ),
    map(() => undefined),
  )
