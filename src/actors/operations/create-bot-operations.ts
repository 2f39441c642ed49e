import { defer, filter, forkJoin, map, type Observable, of, switchMap, take, throwError } from 'rxjs'
import { failure } from '../../errors.js'
import type { AddressBook } from '../address-book.js'
import type { Engine } from '../engine/engine.js'
import { resolveTarget, type Target } from '../target.js'
import type { BotOperations } from './bot-operations.js'
import { findContacts } from './find-contacts.js'
import type { Operate } from './operations-desk.js'
import { resolveMember } from './resolve-member.js'
import { resolveOfKind } from './resolve-of-kind.js'
import { resolveStranger } from './resolve-stranger.js'

/** What a bot can do to contacts, friendships and rooms: who is meant, and then the operation. */
export function createBotOperations(operate: Operate, contacts$: Observable<AddressBook>): BotOperations {
  const whom = ({ identities }: Engine, target: Target): Observable<string> =>
    resolveTarget(target, identities, contacts$).pipe(take(1))

  const person = (engine: Engine, target: Target): Observable<string> =>
    resolveOfKind('person', target, engine, contacts$)

  const roomId = (engine: Engine, target: Target): Observable<string> =>
    resolveOfKind('room', target, engine, contacts$)

  const several = (engine: Engine, targets: readonly Target[]): Observable<readonly string[]> =>
    all(targets.map((target) => person(engine, target)))

  return {
    remark: (contact, name, options) =>
      operate<'remark'>(
        (engine) => person(engine, contact).pipe(map((id) => ({ type: 'remark', contact: id, name }))),
        options,
      ),
    pin: (contact, isPinned, options) =>
      operate<'pin'>(
        (engine) => whom(engine, contact).pipe(map((id) => ({ type: 'pin', contact: id, isPinned }))),
        options,
      ),
    markRead: (conversation, options) =>
      operate<'markRead'>(
        (engine) => whom(engine, conversation).pipe(map((id) => ({ type: 'markRead', conversation: id }))),
        options,
      ),
    search: (keyWord, options) =>
      operate<'search'>(() => said('keyWord', keyWord).pipe(map(() => ({ type: 'search', keyWord }))), options),
    accept: ({ userName, ticket }, options) =>
      operate<'accept'>(
        (engine) =>
          said('ticket', ticket).pipe(
            map(() => ({ type: 'accept', who: { userName, epoch: engine.epoch() }, ticket })),
          ),
        options,
      ),
    befriend: (who, greeting, options) =>
      operate<'befriend'>(
        (engine) =>
          resolveStranger(who, engine, contacts$).pipe(map((known) => ({ type: 'befriend', who: known, greeting }))),
        options,
      ),
    createRoom: (members, topic = '', options) =>
      operate<'createRoom'>(
        (engine) =>
          several(engine, members).pipe(map((ids) => ({ type: 'createRoom', members: atLeastTwo(ids), topic }))),
        options,
      ),
    invite: (room, members, options) =>
      operate<'invite'>(
        (engine) =>
          forkJoin([roomId(engine, room), several(engine, members)]).pipe(
            map(([id, ids]) => ({ type: 'invite', room: id, members: ids })),
          ),
        options,
      ),
    remove: (room, members, options) =>
      operate<'remove'>(
        (engine) =>
          roomId(engine, room).pipe(
            switchMap((id) =>
              all(members.map((member) => resolveMember(member, id, engine, contacts$))).pipe(
                map((ids) => ({ type: 'remove' as const, room: id, members: ids })),
              ),
            ),
          ),
        options,
      ),
    renameRoom: (room, topic, options) =>
      operate<'renameRoom'>(
        (engine) =>
          said('topic', topic).pipe(
            switchMap(() => roomId(engine, room)),
            map((id) => ({ type: 'renameRoom', room: id, topic })),
          ),
        options,
      ),
    leaveRoom: (room, options) =>
      operate<'leaveRoom'>(
        (engine) => roomId(engine, room).pipe(map((id) => ({ type: 'leaveRoom', room: id }))),
        options,
      ),
    find: (query) =>
      contacts$.pipe(
        filter(({ status }) => status !== 'loading'),
        take(1),
        map((book) => findContacts(book.all(), query)),
      ),
  }
}

/** Each once. */
const all = (ids$: readonly Observable<string>[]): Observable<readonly string[]> =>
  ids$.length === 0
    ? throwError(() => failure('argument', { name: 'members', why: 'at least one is needed' }))
    : forkJoin(ids$).pipe(map((ids) => [...new Set(ids)]))

function atLeastTwo(ids: readonly string[]): readonly string[] {
  if (ids.length < 2) throw failure('argument', { name: 'members', why: 'a room begins with two others or more' })
  return ids
}

const said = (name: string, value: string): Observable<string> =>
  defer(() => (value === '' ? throwError(() => failure('argument', { name, why: 'it must not be empty' })) : of(value)))
