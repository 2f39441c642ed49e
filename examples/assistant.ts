import { createParser } from 'eventsource-parser'
import {
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  filter,
  finalize,
  from,
  ignoreElements,
  map,
  type Observable,
  type OperatorFunction,
  of,
  type SchedulerLike,
  takeWhile,
  tap,
  throwError,
} from 'rxjs'
import { fromFetch } from 'rxjs/fetch'
import { type Bot, type Command, type Handler, type Message, reply, texts } from 'rxwx'
import { type Kept, kept, keptFor } from './kept.js'
import { runExample } from './run-example.js'

/** One line of what the model is given. */
export interface Line {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** What comes of the model while it speaks. */
export interface Piece {
  readonly text?: string
  /** What all of it has cost, where the endpoint says so. */
  readonly tokens?: number
  /** It has said what it wanted to say. A stream without an end was cut. */
  readonly isEnd?: boolean
}

/** A language model: asked when it is subscribed, silenced when it is unsubscribed. */
export type Model = (lines: readonly Line[]) => Observable<Piece>

/** Something that was said to the assistant, and what of the answer has gone out. */
interface Turn {
  readonly id: string
  readonly said: string
  readonly parts: readonly string[]
  readonly isDone: boolean
}

export interface Assistant {
  readonly model: Model
  /** Conversations and what is spent; default in memory. */
  readonly memory?: Kept
  /** Tokens a day (UTC), of all conversations together; default 200,000. */
  readonly budget?: number
  /** Who the assistant is. */
  readonly system?: string
  /** Told why somebody was not answered. */
  readonly report?: (error: unknown) => void
}

/** Turns of a conversation that the model is reminded of. */
const turnsLimit = 10

/** Characters of what somebody says that the model is given. */
const saidLimit = 4_000

/** Characters of an answer; at that it is enough. */
const answerLimit = 4_000

/** Characters: shorter sentences go together with the next, and longer ones go without waiting for their end. */
const sentence = { shortest: 12, longest: 1_000 }

/** A model that says nothing for so long (ms) is asked again. */
const silence = 60_000

/** How often a message is tried. */
const tries = 3

/**
 * An assistant: people in private, and who mentions it in a room. Official accounts get no answer. The answer goes out sentence by sentence; who writes again in between is answered
 * anew, and the model knows what it had said by then. An answer that a kill or the network cuts goes on where it was.
 */
export function assistant(bot: Pick<Bot, 'handle' | 'scheduler'>, options: Assistant): void {
  const answer = answering(options, bot.scheduler)
  bot.handle(
    'assistant',
    (message, context) => (message.conversation.kind === 'person' ? answer(message, context) : undefined),
    { busy: 'switch', deadline: silence, tries },
  )
  // In a room everybody would cut off everybody else.
  bot.handle(
    'assistant-rooms',
    (message, context) => (message.room !== undefined && message.mentionsMe ? answer(message, context) : undefined),
    { deadline: silence, tries },
  )
}

/** The handler of the assistant: one try of one answer. */
export function answering(options: Assistant, scheduler: SchedulerLike): Handler {
  const { model, memory = kept(), system = 'You are a helpful assistant. Answer briefly.', report = () => {} } = options
  const purse = createPurse(memory, options.budget ?? 200_000, scheduler)

  const speak = (lines: readonly Line[], alive: () => void): Observable<string> => {
    const bill = purse.open(tokensIn(lines.map(({ content }) => content).join()))
    return model(lines).pipe(
      tap(({ text = '', tokens }) => {
        alive()
        bill.add(tokensIn(text))
        if (tokens !== undefined) bill.set(tokens)
      }),
      untilItsEnd(),
      sentences(),
      finalize(bill.close),
    )
  }

  return (message, { settle, extend, attempt }) => {
    if (message.words.trim() === '') return
    const thread = threadOf(memory, message)
    const say = (part: string): void => settle.part(texts(message, part.trim()))
    return defer((): Observable<Command> => {
      // Those that are out are counted, and not said twice.
      for (const part of thread.turn().parts) say(part)
      if (thread.turn().isDone) return EMPTY
      if (purse.isEmpty()) return of(reply(message, 'That is enough for today. Ask me again tomorrow.'))
      return speak(linesOf(system, thread.begin()), () => extend(silence)).pipe(
        tap((part) => {
          const said = part.slice(0, answerLimit)
          thread.keep({ parts: [...thread.turn().parts, said] })
          say(said)
        }),
        takeWhile(() => thread.turn().parts.join('').length < answerLimit),
        ignoreElements(),
        tap({ complete: () => thread.keep({ isDone: true }) }),
      )
    }).pipe(
      catchError((error: unknown) => {
        if (attempt < tries) return throwError(() => error)
        report(error)
        return of(reply(message, 'I cannot answer just now. Please ask again later.'))
      }),
    )
  }
}

/** What was said in a conversation before a message, and the answer to it as far as it has come. */
function threadOf(memory: Kept, { id, words, room, from: { name }, conversation }: Message) {
  const place = `chat ${conversation.id}`
  const known = turnsIn(memory.read(place))
  const before = known.filter((one) => one.id !== id).slice(1 - turnsLimit)
  const said = `${room === undefined ? '' : `${name}: `}${words}`.slice(0, saidLimit)
  let turn: Turn = known.find((one) => one.id === id) ?? { id, said, parts: [], isDone: false }
  const keep = (change: Partial<Turn>): void => {
    turn = { ...turn, ...change }
    memory.write(place, [...before, turn])
  }
  return {
    turn: () => turn,
    begin: () => {
      keep({})
      return [...before, turn]
    },
    keep,
  }
}

const turnsIn = (value: unknown): readonly Turn[] => (Array.isArray(value) ? value : [])

/** Two lines of the same role are one, as some models insist. */
function linesOf(system: string, turns: readonly Turn[]): readonly Line[] {
  const lines: Line[] = [{ role: 'system', content: system }]
  const add = (role: Line['role'], content: string): void => {
    const last = lines.at(-1)
    if (last?.role === role) lines[lines.length - 1] = { role, content: `${last.content}\n${content}` }
    else if (content !== '') lines.push({ role, content })
  }
  for (const { said, parts } of turns) {
    add('user', said)
    add('assistant', parts.join(''))
  }
  if (lines.at(-1)?.role === 'assistant') add('user', '(You were cut off. Go on exactly where you stopped.)')
  return lines
}

/** The texts up to the end; an error where there is none. */
const untilItsEnd = (): OperatorFunction<Piece, string> => (pieces$) =>
  concat(
    pieces$,
    throwError(() => new Error('the answer was cut off')),
  ).pipe(
    takeWhile(({ isEnd }) => isEnd !== true, true),
    map(({ text = '' }) => text),
  )

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/** Whole sentences out of pieces, with the space behind them. The last one is known to be whole at the end only; after an error it is not said. */
export const sentences = (): OperatorFunction<string, string> => (pieces$) =>
  defer(() => {
    let rest = ''
    const whole = (): readonly string[] => {
      const parts: string[] = []
      let part = ''
      for (const { segment } of [...segmenter.segment(rest)].slice(0, -1)) {
        part += segment
        if (part.trim().length < sentence.shortest) continue
        parts.push(part)
        part = ''
      }
      rest = rest.slice(parts.join('').length)
      if (rest.length < sentence.longest) return parts
      const all = [...parts, rest]
      rest = ''
      return all
    }
    return concat(
      pieces$.pipe(
        concatMap((piece) => {
          rest += piece
          return whole()
        }),
      ),
      defer(() => of(rest)),
    ).pipe(filter((part) => part.trim() !== ''))
  })

interface Bill {
  readonly add: (tokens: number) => void
  readonly set: (tokens: number) => void
  readonly close: () => void
}

/** What may be spent a day. It is written down when a bill is opened and when it is closed. */
function createPurse(memory: Kept, budget: number, scheduler: SchedulerLike) {
  const today = (): string => new Date(scheduler.now()).toISOString().slice(0, 10)
  const spent = (): number => {
    const value = memory.read('spent')
    return isObject(value) && value.day === today() && typeof value.tokens === 'number' ? value.tokens : 0
  }
  const spend = (tokens: number): void => memory.write('spent', { day: today(), tokens: Math.max(0, spent() + tokens) })
  return {
    isEmpty: () => spent() >= budget,
    open: (asked: number): Bill => {
      let tokens = asked
      spend(asked)
      return {
        add: (more) => {
          tokens += more
        },
        set: (all) => {
          tokens = all
        },
        close: () => spend(tokens - asked),
      }
    },
  }
}

/** About three bytes a token, in English and in Chinese; an endpoint that knows better says so. */
const tokensIn = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

export interface Endpoint {
  /** Up to and with the version, such as `http://127.0.0.1:11434/v1`. */
  readonly url: string
  readonly model: string
  readonly key?: string
}

/** More bytes than any answer has. */
const bytesLimit = 8_000_000

/** A model behind an OpenAI-compatible endpoint, asked with `stream: true`. */
export const openAi =
  ({ url, model, key }: Endpoint): Model =>
  (messages) =>
    fromFetch(`${url}/chat/completions`, {
      method: 'POST',
      // The key goes where it was meant to go, and nowhere else.
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ model, messages, stream: true, stream_options: { include_usage: true } }),
      selector: (response) => {
        if (response.ok && response.body !== null) return piecesIn(eventsIn(response.body))
        response.body?.cancel().catch(() => {})
        return throwError(() => new Error(`the endpoint answered ${response.status}`))
      },
    })

/** The data of Server-Sent Events. */
const eventsIn = (body: ReadableStream<Uint8Array>): Observable<string> =>
  defer(() => {
    const decoder = new TextDecoder()
    let data: string[] = []
    const parser = createParser({ onEvent: (event) => data.push(event.data), maxBufferSize: 1_000_000 })
    let bytes = 0
    return from<AsyncIterable<Uint8Array>>(body).pipe(
      concatMap((chunk) => {
        bytes += chunk.length
        if (bytes > bytesLimit) throw new Error('the answer is too long')
        data = []
        parser.feed(decoder.decode(chunk, { stream: true }))
        return data
      }),
    )
  })

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: unknown } | null
    readonly finish_reason?: unknown
  }[]
  readonly usage?: { readonly total_tokens?: unknown } | null
  readonly error?: unknown
}

/** `[DONE]` is the end, and so is the end of the stream after a last word: what it has cost comes in between. */
const piecesIn = (events$: Observable<string>): Observable<Piece> =>
  defer(() => {
    let isFinished = false
    return concat(
      events$.pipe(
        map((data): Piece => {
          if (data.trim() === '[DONE]') return { isEnd: true }
          const chunk: Chunk | null = JSON.parse(data)
          if (chunk?.error) throw new Error('the endpoint failed while it answered')
          const choice = chunk?.choices?.[0]
          isFinished ||= typeof choice?.finish_reason === 'string'
          const text = choice?.delta?.content
          const tokens = chunk?.usage?.total_tokens
          return {
            ...(typeof text === 'string' ? { text } : {}),
            ...(typeof tokens === 'number' && tokens >= 0 ? { tokens } : {}),
          }
        }),
      ),
      defer(() => (isFinished ? of({ isEnd: true }) : EMPTY)),
    )
  })

runExample(import.meta.url, {
  prepare: (bot) => {
    const { OPENAI_BASE_URL: url = 'http://127.0.0.1:11434/v1', OPENAI_MODEL: model = 'llama3.2' } = process.env
    const { OPENAI_API_KEY: key, ASSISTANT_BUDGET: budget } = process.env
    assistant(bot, {
      model: openAi({ url, model, ...(key === undefined ? {} : { key }) }),
      memory: keptFor('assistant'),
      ...(budget === undefined ? {} : { budget: Number(budget) }),
      report: (error) => console.error(error instanceof Error ? error.message : error),
    })
  },
})
