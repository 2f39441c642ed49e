import { filter, map, merge, type Observable, of, Subject } from 'rxjs'
import type { Call } from '../../src/actors/call.js'
import { createUploads } from '../../src/actors/media/upload.js'
import { createClientMsgIds } from '../../src/actors/sender/client-msg-ids.js'
import type { Pace } from '../../src/actors/sender/pace.js'
import { sender } from '../../src/actors/sender/sender.js'
import type { Outgoing, SenderEvent, SenderMessage } from '../../src/actors/sender/sender-state.js'
import { actor } from '../../src/kernel/actor.js'
import { escalate } from '../../src/kernel/policy.js'
import type { MarbleTools } from '../../src/testing/index.js'
import { session, stageEnv } from '../stage.js'

/** The sender on a stage: each request with its text and ClientMsgId, and how each send ended. */
export function stageSender(
  tools: MarbleTools,
  commands$: Observable<SenderMessage>,
  pace: Pace = 'off',
): Observable<string> {
  const env = stageEnv(tools)
  const asked$ = new Subject<string>()
  const call: Call = (endpoint, input) => {
    asked$.next(requestWord(input))
    return tools.given(endpoint.name)
  }
  const ids = createClientMsgIds(env, '')
  const uploads = createUploads(env, call)
  const located = (id: string) => of(`@${id}`)
  const actors = { env, call, ids, pace, uploads, limits: false as const, located, trying: () => undefined }
  const events$ = commands$.pipe(
    actor(sender(actors), escalate),
    map(wordOf),
    filter((word) => word !== ''),
  )
  return merge(asked$, events$)
}

const requestWord = (input: unknown): string => {
  const { text, clientMsgId } = input as { readonly text: string; readonly clientMsgId: string }
  return `${text} as ${clientMsgId}`
}

function wordOf(event: SenderEvent): string {
  switch (event.type) {
    case 'receipt':
      return `${event.receipt.key} ${event.receipt.outcome}`
    case 'rateLimited':
      return `pause ${event.pause / 1_000} s`
    case 'lost':
      return 'lost'
    default:
      return ''
  }
}

export const submit = (key: string, to: string): SenderMessage => {
  const item: Outgoing = { key, to, clientMsgId: key, content: { type: 'text', text: 'hi' } }
  return { type: 'submit', item }
}

export const online: SenderMessage = { type: 'online', sending: { session, self: '@me', epoch: 1 } }
