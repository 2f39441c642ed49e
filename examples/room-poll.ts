import { type Dialogue, type Message, reply, type Turn } from 'rxwx'
import { runExample } from './run-example.js'

/** What a room votes on. */
interface Poll {
  readonly question: string
  readonly options: readonly string[]
  /** Who asked, and may end it. */
  readonly by: string
  /** Who is for what, by number; the last word of each counts. */
  readonly votes: readonly (readonly [who: string, option: number])[]
}

/** Options and voters of a poll, and signs of an option. */
const limits = { options: 10, votes: 500, text: 60 }

/**
 * Polls of a room: `/poll Lunch? | noodles | rice` (or `投票 …`) asks, a number is a vote, `/poll` (`投票结果`) counts, and `/end` (`结束投票`) is for
 * who asked.
 */
export const roomPoll: Dialogue<Poll | undefined> = {
  start: () => undefined,
  reduce: (poll, message) => {
    if (message.room === undefined || message.words === '') return { state: poll }
    const line = message.words.trim()
    const asked = /^(?:\/poll|投票)[\s:：]+(.+)$/is.exec(line)?.[1]
    if (asked !== undefined) return opened(poll, asked, message)
    if (poll === undefined) return { state: undefined }
    if (/^(\/poll|投票结果)$/i.test(line)) return { state: poll, commands: [reply(message, counted(poll))] }
    if (/^(\/end|结束投票)$/i.test(line) && message.from.id === poll.by)
      return { state: undefined, commands: [reply(message, `结束 closed\n${counted(poll)}`)] }
    return { state: /^\d{1,2}$/.test(line) ? voted(poll, message.from.id, Number(line)) : poll }
  },
}

function opened(poll: Poll | undefined, asked: string, message: Message): Turn<Poll | undefined> {
  const say = (text: string) => [reply(message, text)]
  if (poll !== undefined) return { state: poll, commands: say(`还没结束 still open: ${poll.question}`) }
  const [question = '', ...options] = asked.split(/[|｜]/).map((part) => part.trim().slice(0, limits.text))
  const named = [...new Set(options.filter((option) => option !== ''))]
  if (question === '' || named.length < 2 || named.length > limits.options)
    return { state: undefined, commands: say(`/poll Lunch? | noodles | rice (2–${limits.options})`) }
  const list = named.map((option, index) => `${index + 1}. ${option}`)
  return {
    state: { question, options: named, by: message.from.id, votes: [] },
    commands: say([`🗳 ${question}`, ...list, '回复数字投票 Vote with a number.'].join('\n')),
  }
}

function voted(poll: Poll, who: string, option: number): Poll {
  if (option < 1 || option > poll.options.length) return poll
  const others = poll.votes.filter(([one]) => one !== who)
  return others.length >= limits.votes ? poll : { ...poll, votes: [...others, [who, option]] }
}

function counted({ question, options, votes }: Poll): string {
  const lines = options.map((option, index) => {
    const count = votes.filter(([, one]) => one === index + 1).length
    return `${index + 1}. ${option}: ${count}`
  })
  return [`🗳 ${question}`, ...lines].join('\n')
}

runExample(import.meta.url, { prepare: (bot) => bot.converse('room-poll', roomPoll) })
