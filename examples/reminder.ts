import { casual as english } from 'chrono-node/en'
import { hans as chinese } from 'chrono-node/zh'
import { type Command, type Dialogue, type Message, reply, type Turn } from 'rxwx'
import { runExample } from './run-example.js'

/** Something to say at a time (ms). */
interface Reminder {
  readonly at: number
  readonly what: string
}

/** What is remembered of a conversation. The reminders themselves wait in the outbox, as Commands with `at`. */
interface Memory {
  readonly pending: readonly Reminder[]
  /** Somebody was asked when. */
  readonly open?: { readonly who: string; readonly what: string }
}

const minute = 60_000
const hour = 60 * minute

/** So many wait in a conversation, none of them is further away, and no text is longer. */
const limits = { count: 20, away: 366 * 24 * hour, text: 500 }

/**
 * Reminds in natural English and Chinese times: "remind me in 10 minutes to …", "明天早上8点提醒我…". Asks when nobody said it; "reminders" or
 * "提醒列表" lists what waits. Times of day are those of `timeZone`, an IANA name.
 */
export const reminder = (timeZone: string): Dialogue<Memory> => ({
  start: () => ({ pending: [] }),
  reduce: ({ pending: all, open }, message) => {
    const pending = all.filter(({ at }) => at > message.time)
    const isAwaited = open !== undefined && open.who === message.from.id
    const { words: said } = message
    const isSaid = said !== '' && message.from.kind === 'person' && said.length <= limits.text
    if (!isSaid) return { state: memoryOf(pending, open) }
    if (/^\s*(reminders|提醒列表)\s*$/i.test(said))
      return { state: memoryOf(pending), commands: [reply(message, listed(pending, said, timeZone))] }
    const wish = wishIn(message, timeZone) ?? (isAwaited ? answerTo(open.what, message, timeZone) : undefined)
    if (wish !== undefined) return turnOf(wish, pending, message, timeZone)
    return { state: memoryOf(pending, isAwaited ? undefined : open) }
  },
})

/** A conversation with nothing to remember is forgotten. */
const memoryOf = (pending: Memory['pending'], open?: Memory['open']): Memory | undefined =>
  pending.length === 0 && open === undefined ? undefined : { pending, ...(open === undefined ? {} : { open }) }

function turnOf(
  { at, what, isRepeated }: Wish,
  pending: readonly Reminder[],
  message: Message,
  timeZone: string,
): Turn<Memory> {
  const say = (line: keyof typeof words, open?: Memory['open']): Turn<Memory> => ({
    state: memoryOf(pending, open),
    commands: [reply(message, inWordsOf(message.words, line))],
  })
  if (at === undefined) return say('when', { who: message.from.id, what })
  if (isRepeated) return say('again')
  if (at <= message.time) return say('past')
  if (at > message.time + limits.away) return say('far')
  if (pending.length >= limits.count) return say('many')
  const text = what === '' ? inWordsOf(message.words, 'up') : what
  const whom = message.room === undefined ? '' : `@${message.from.name} `
  const later: Command = { type: 'send', to: message.conversation, text: `⏰ ${whom}${text}`, at }
  return {
    state: { pending: [...pending, { at, what: text }] },
    commands: [reply(message, `好 OK ${clockOf(at, timeZone).slice(0, 16)} ${text}`), later],
  }
}

const words = {
  when: ['When?', '什么时候？'],
  again: ['I remind of a thing once.', '我只提醒一次。'],
  past: ['That is over.', '那已经过去了。'],
  far: ['That is too far away: a year at the most.', '太久了，最多一年。'],
  many: [`There are ${limits.count} reminders already.`, `已经有${limits.count}个提醒了。`],
  up: ['time is up', '时间到了'],
  none: ['No reminders.', '没有提醒。'],
} as const

/** The words in the language of a text. */
const inWordsOf = (text: string, line: keyof typeof words): string => words[line][/\p{Script=Han}/u.test(text) ? 1 : 0]

const listed = (pending: readonly Reminder[], text: string, timeZone: string): string =>
  [...pending]
    .sort((a, b) => a.at - b.at)
    .map(({ at, what }) => `${clockOf(at, timeZone).slice(0, 16)} ${what.slice(0, 60)}`)
    .join('\n') || inWordsOf(text, 'none')

/** What somebody wants to be reminded of, and when, if it was said. */
interface Wish {
  readonly at?: number
  readonly what: string
  readonly isRepeated?: boolean
}

/** What may stand before "remind me" besides a time; other texts only talk about it. */
const polite = /^(?:(?!@)[\s\p{P}]|please|pls|can you|could you|hey|hi|请|麻烦你?|记得|帮我|@\S*\s)*$/iu

function wishIn({ words: text, time }: Message, timeZone: string): Wish | undefined {
  const [, before = '', after] = /^(.{0,80}?)(?:\bremind me\b|提醒我)(.*)$/is.exec(text) ?? []
  if (after === undefined) return undefined
  const early = timeIn(before, time, timeZone)
  if (early !== undefined) return { ...early, what: bare(after) }
  if (!polite.test(before)) return undefined
  const late = timeIn(after, time, timeZone)
  return late === undefined ? { what: bare(after) } : { ...late, what: bare(late.rest) }
}

/** An answer to "When?" is a time and little else. */
function answerTo(what: string, { words: text, time }: Message, timeZone: string): Wish | undefined {
  const found = timeIn(text, time, timeZone)
  return found === undefined || found.rest.trim().length > 10 ? undefined : { ...found, what }
}

const bare = (what: string): string =>
  what
    .replace(/^[\s\p{P}]*(?:(?:to|that|about)\b)?[\s\p{P}]*/iu, '')
    .replace(/\s+/g, ' ')
    .replace(/(?<![\s,，.。])[\s,，.。]+$/u, '')

/** A time that a text names, and the text without it. */
interface Found {
  readonly at: number
  readonly isRepeated: boolean
  readonly rest: string
}

const repeated = /(?:每\S{1,3}|\bevery (?:hour|day|week|month|year|morning|evening|night|\w+day))\s*$/i

function timeIn(text: string, now: number, timeZone: string): Found | undefined {
  const plain = simplified(text)
  const found = durationIn(plain, now) ?? dateIn(plain, now, timeZone)
  if (found === undefined) return undefined
  const { at, index, length } = found
  const before = text.slice(0, index)
  return { at, isRepeated: repeated.test(before), rest: `${before} ${text.slice(index + length)}` }
}

interface Place {
  readonly at: number
  readonly index: number
  readonly length: number
}

/** Reads dates and times of day; what stands first is the time, else what stands last. */
function dateIn(text: string, now: number, timeZone: string): Place | undefined {
  const parsers = /^[^\p{L}]*\p{Script=Latin}/u.test(text) ? [english, chinese] : [chinese, english]
  // The parser knows the zone of the process only: it is given a clock there that shows what those in `timeZone` show.
  const here = new Date(clockOf(now, timeZone).replace(' ', 'T'))
  const all =
    parsers.map((parser) => parser.parse(text, here, { forwardDate: true })).find(({ length }) => length > 0) ?? []
  const one = all.find(({ index }) => text.slice(0, index).trim() === '') ?? all.at(-1)
  if (one === undefined) return undefined
  const { start, index } = one
  const place = { index, length: one.text.length }
  const date = start.date()
  if (start.tags().has('result/relativeDate')) return { at: now + date.getTime() - here.getTime(), ...place }
  if (start.isCertain('timezoneOffset')) return { at: date.getTime(), ...place }
  // 晚上12点 is the end of the day.
  const late = start.get('hour') === 12 && /[晚夜]/.test(one.text) ? 12 * hour : 0
  return { at: instantOf(date.getTime() - date.getTimezoneOffset() * minute + late, timeZone), ...place }
}

/** What calendars and clocks show there, `2020-01-31 08:00:00`. */
const clockOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at)

/** When the clocks there show what those of UTC show at `wall`. */
function instantOf(wall: number, timeZone: string): number {
  const ahead = (at: number): number => Date.parse(`${clockOf(at, timeZone).replace(' ', 'T')}Z`) - at
  return wall - ahead(wall - ahead(wall))
}

const units: Readonly<Record<string, number>> = {
  秒: 1_000,
  分: minute,
  小: hour,
  钟: hour,
  天: 24 * hour,
  周: 7 * 24 * hour,
  星: 7 * 24 * hour,
}

const part = '(\\d{1,4}(?:\\.\\d)?|[一二两三四五六七八九十]{1,3}|半)\\s?个?(半)?(秒钟?|分钟?|小时|钟头|天|周|星期)(半)?'

/** 一个半小时后, 1小时30分钟后: the parser of dates reads only the last part of these. */
function durationIn(text: string, now: number): Place | undefined {
  const whole = new RegExp(`(?:${part}\\s?){1,4}[以之]?后(?!天)`).exec(text)
  if (whole === null) return undefined
  const parts = [...whole[0].matchAll(new RegExp(part, 'g'))]
  const ms = parts.reduce((sum, [, count = '', half, unit = '', more]) => {
    const number = count === '半' ? 0.5 : numberOf(count)
    return sum + (number + ((half ?? more) ? 0.5 : 0)) * (units[unit.charAt(0)] ?? 0)
  }, 0)
  return { at: now + ms, index: whole.index, length: whole[0].length }
}

function numberOf(text: string): number {
  if (/^\d/.test(text)) return Number(text)
  const digit = (one: string | undefined): number => '一二三四五六七八九'.indexOf(one === '两' ? '二' : (one ?? '')) + 1
  const [tens, ones] = text.split('十')
  return ones === undefined ? digit(text) : (tens === '' ? 1 : digit(tens)) * 10 + (ones === '' ? 0 : digit(ones))
}

const signs: Readonly<Record<string, string>> = {
  點: '点',
  後: '后',
  鐘: '钟',
  鍾: '钟',
  個: '个',
  時: '时',
  週: '周',
  號: '号',
  兩: '两',
  禮: '礼',
  頭: '头',
}

/** Texts as the parsers know them, sign for sign. */
const simplified = (text: string): string =>
  text
    .replace(/[點後鐘鍾個時週號兩禮頭]/g, (sign) => signs[sign] ?? sign)
    .replace(/点一刻/g, '点15')
    .replace(/点三刻/g, '点45')

runExample(import.meta.url, {
  prepare: (bot) => bot.converse('reminder', reminder(Intl.DateTimeFormat().resolvedOptions().timeZone)),
})
