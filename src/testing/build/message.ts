import { type EnvelopeOptions, envelope } from './envelope.js'
import { type Kind, type Lead, type Made, type Payload, payloads } from './payloads.js'

/** What may be said of a made message: who, where, when, and any field of its payload. */
export type MessageOptions<T extends Kind> = EnvelopeOptions & Partial<Payload<T>>

/** Makes messages of one kind; `lead` is what such a message is mostly about. */
export type MessageBuilder<T extends Kind> = (lead?: Lead<T>, options?: MessageOptions<T>) => Made<T>

const envelopeOptions: ReadonlySet<string> = new Set(['from', 'room', 'origin', 'to', 'mentionsMe', 'time', 'id'])

function build<T extends Kind>(type: T): MessageBuilder<T> {
  return (lead, options = {}) => {
    const { wire, payload } = payloads[type]
    const said = Object.fromEntries(Object.entries(options).filter(([name]) => !envelopeOptions.has(name)))
    const all: object = { type, ...payload(lead), ...said }
    return { ...all, ...envelope(wire, all, options) } as Made<T>
  }
}

const kinds = Object.keys(payloads) as readonly Kind[]

/**
 * Made messages, one builder for each kind: what it is mostly about (a text, a title, a name, a code), then who says it, where and when, and any
 * field of its payload. What is left out has a sensible value: alice says it to the bot, at the beginning of virtual time.
 *
 * Builders are pure: the same words make the same message, MsgId included. Give an `id` where two messages that are alike have to be told apart.
 *
 * @example
 * message.text('ding')
 * message.text('@bot help', { from: 'bob', room: 'team' })
 * message.file('report.pdf', { from: contact('bob', { remark: 'Bobby' }), size: 1_024 })
 * message.text('from my phone', { origin: 'phone', to: 'alice' })
 */
export const message = Object.fromEntries(kinds.map((kind) => [kind, build(kind)])) as {
  readonly [T in Kind]: MessageBuilder<T>
}
