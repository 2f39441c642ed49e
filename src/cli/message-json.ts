import type { Message } from 'rxwx'

/** A received message as `--json` prints it: envelope, parties and the payload of its kind, without the raw form. */
export function messageJson(message: Message): Readonly<Record<string, unknown>> {
  const { id, type, origin, time, conversation, from, to, room, ...rest } = message
  const { raw: _raw, own: _own, isRoom: _isRoom, peer: _peer, sender: _sender, ...more } = rest
  const { fromUserName: _from, toUserName: _to, mentions, ...payload } = more
  return {
    id,
    type,
    origin,
    time: isoTime(time),
    ...payload,
    ...(mentions.length === 0 ? {} : { mentions }),
    conversation,
    from,
    to,
    ...(room === undefined ? {} : { room }),
  }
}

/** CreateTime is the server's word; one that no calendar knows must not end the listener. */
const isoTime = (time: number): string | null => (Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null)
