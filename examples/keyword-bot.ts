import { map, merge } from 'rxjs'
import { type Behaviour, command, reply } from 'rxwx'
import { runExample } from './run-example.js'

/** Commands with arguments: `/add 1 2 3`, `/echo "two words"`, `/help`. */
export const keywordBot: Behaviour = (messages$) =>
  merge(
    messages$.pipe(
      command('add'),
      map((message) => reply(message, sum(message.args))),
    ),
    messages$.pipe(
      command('echo'),
      map((message) => reply(message, message.args.join(' ') || 'echo what?')),
    ),
    messages$.pipe(
      command('help'),
      map((message) => reply(message, '/add 1 2 3 · /echo "two words" · /help')),
    ),
  )

function sum(args: readonly string[]): string {
  const numbers = args.map(Number)
  if (args.length === 0 || numbers.some(Number.isNaN)) return 'write numbers, as in /add 1 2 3'
  return `${numbers.join(' + ')} = ${numbers.reduce((total, number) => total + number, 0)}`
}

runExample(import.meta.url, keywordBot)
