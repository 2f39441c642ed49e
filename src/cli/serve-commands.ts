import { catchError, distinctUntilChanged, EMPTY, map, type Observable, switchMap } from 'rxjs'
import type { Bot } from 'rxwx'
import type { ListenerCommands } from './listener-commands.js'
import { serveListener } from './listener-socket.js'
import { say } from './output.js'
import { listenerPlace, type StoreChoice } from './settings.js'
import { visible } from './visible.js'

/**
 * Lets other commands of the same store speak through this bot, from the moment its store is open until the bot has stopped.
 * A bot that cannot open its store stops without having run: then the socket belongs to the process that has the store.
 */
export const serveCommands = (bot: Bot, commands: ListenerCommands, choice: StoreChoice): Observable<never> => {
  const place = listenerPlace(choice)
  if (place === undefined) return EMPTY
  return bot.state$.pipe(
    map(({ type }) => type !== 'idle' && type !== 'stopped'),
    distinctUntilChanged(),
    // The store is closed after the state, and the next process may take it from then on.
    switchMap((isOpen) => (isOpen ? serveListener(place, commands.handle) : EMPTY)),
    catchError((error: unknown) => {
      say(`rxwx: no private socket, "rxwx send" cannot go through this process: ${visible(String(error))}`)
      return EMPTY
    }),
  )
}
