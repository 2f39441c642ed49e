import { map, merge } from 'rxjs'
import { type Behaviour, command, fromKind, reply } from 'rxwx'
import { runExample } from './run-example.js'

/** Commands of people, with arguments: `/add 1 2 3`, `/echo "two words"`, `/help`. */
export const keywordBot: Behaviour = (messages$) => {
  const said$ = messages$.pipe(fromKind('person'))
  return merge(
    said$.pipe(
      command('add'),
      map((message) => reply(message, sum(message.args))),
    ),
    said$.pipe(
      command('echo'),
      map((message) => reply(message, message.args.join(' ') || 'echo what?')),
    ),
    said$.pipe(
      command('help'),
      map((message) => reply(message, '/add 1 2 3 · /echo "two words" · /help')),
    ),
  )
}

function sum(args: readonly string[]): string {
  const numbers = args.map(Number)
  if (args.length === 0 || numbers.some(Number.isNaN)) return 'write numbers, as in /add 1 2 3'
  return `${numbers.join(' + ')} = ${numbers.reduce((total, number) => total + number, 0)}`
}

runExample(import.meta.url, keywordBot)
