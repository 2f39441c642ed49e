import { Observable } from 'rxjs'
import { onStopAsked } from './stop-asked.js'

/** Emits at the first SIGINT, SIGTERM or SIGHUP. While somebody is subscribed the process does not end before its work does, or the two seconds are over. */
export const stopAsked$ = new Observable<void>((subscriber) => onStopAsked(() => subscriber.next()))
