import { catchError, EMPTY, filter, type Observable, switchMap, take } from 'rxjs'
import type { Bot } from 'rxwx'
import type { ListenerCommands } from './listener-commands.js'
import { serveListener } from './listener-socket.js'
import { say } from './output.js'
import { listenerPlace, type StoreChoice } from './settings.js'

/** Lets other commands of the same store speak through this bot, once its store is open. */
export const serveCommands = (bot: Bot, commands: ListenerCommands, choice: StoreChoice): Observable<never> => {
  const place = listenerPlace(choice)
  return bot.state$.pipe(
    filter(({ type }) => type !== 'idle'),
    take(1),
    switchMap(() => (place === undefined ? EMPTY : serveListener(place, commands.handle))),
    catchError((error: unknown) => {
      say(`rxwx: no private socket, "rxwx send" cannot go through this process: ${String(error)}`)
      return EMPTY
    }),
  )
}
