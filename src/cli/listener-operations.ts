import { catchError, map, type Observable, of, take } from 'rxjs'
import { type Bot, type Failure, isFailure, type Message } from 'rxwx'
import { createLatest } from './latest.js'
import { type FriendRequest, isReady, type OperationCommand, type ReadyOperation } from './operation-command.js'

/** Friend requests whose ids are known. */
const remembered = 1_000

export interface ListenerOperations {
  readonly remember: (message: Message) => void
  /** One answer that says what came of it. */
  readonly handle: (command: OperationCommand) => Observable<object>
}

export function createListenerOperations(bot: Bot): ListenerOperations {
  const requests = createLatest<FriendRequest>(remembered)
  return {
    remember: (message) => {
      if (message.type === 'friendRequest')
        requests.set(message.id, { userName: message.userName, ticket: message.ticket })
    },
    handle: (command) => {
      if (isReady(command)) return operationAnswer(bot, command)
      const request = requests.get(`${command.what}`)
      return request === undefined ? of(unknown) : operationAnswer(bot, { type: 'accept', what: request })
    },
  }
}

const unknown = {
  type: 'operation',
  operation: 'accept',
  outcome: 'refused',
  kind: 'argument',
  reason: 'this listener has received no friend request with this id; give the whole line that it printed',
}

/** Carries out one command; a failure is an answer, too. */
export const operationAnswer = (bot: Bot, command: ReadyOperation): Observable<object> =>
  carriedOut(bot, command).pipe(
    take(1),
    map((answer) => ({ outcome: 'done', ...answer })),
    catchError((error: unknown) => {
      if (!isFailure(error)) throw error
      const { kind, message } = error
      return of(
        kind === 'refused'
          ? { outcome: 'refused', kind, code: error.detail.code, reason: error.detail.reason }
          : { outcome: isLost(error) ? 'unknown' : 'refused', kind, reason: message },
      )
    }),
    map((answer) => ({ type: 'operation', operation: command.type, ...answer })),
  )

/** The answer did not come, or could not be read: it may have been done. */
const isLost = (failed: Failure): boolean =>
  failed.kind === 'stopped'
    ? failed.detail.fate === 'unsure'
    : ['network', 'timeout', 'status', 'foreignHost', 'decode', 'tooLarge'].includes(failed.kind)

/** A command of a person does not wait for half an hour until WeChat takes it again. */
const now = { tooOften: 'refuse' } as const

function carriedOut(bot: Bot, command: ReadyOperation): Observable<object | undefined> {
  switch (command.type) {
    case 'remark':
      return bot.remark(command.contact, command.name, now)
    case 'pin':
      return bot.pin(command.contact, command.isPinned, now)
    case 'markRead':
      return bot.markRead(command.conversation, now)
    case 'accept':
      return bot.accept(command.what, now)
    case 'befriend':
      return bot.befriend(command.who, command.greeting, now)
    case 'createRoom':
      return bot.createRoom(command.members, command.topic, now)
    case 'invite':
      return bot.invite(command.room, command.members, now)
    case 'remove':
      return bot.remove(command.room, command.members, now)
    case 'renameRoom':
      return bot.renameRoom(command.room, command.topic, now)
    case 'leaveRoom':
      return bot.leaveRoom(command.room, now)
  }
}
