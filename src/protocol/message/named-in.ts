import type { MessageContent } from './content.js'
import type { Named, Notice } from './notice.js'

/** Whom a notice or a pat names, in the order of its fields; each name once. */
export function namedIn(said: MessageContent): readonly Named[] {
  if (said.type === 'pat') return once([said.by, said.patted])
  return said.type === 'system' ? once(inNotice(said.notice)) : []
}

function inNotice(notice: Notice): readonly Named[] {
  switch (notice.kind) {
    case 'invited':
    case 'joined':
    case 'removed':
      return [notice.by, ...notice.people]
    case 'left':
      return notice.people
    case 'renamed':
      return [notice.by]
    case 'newOwner':
      return [notice.owner]
    case 'friendAdded':
    case 'notFriends':
      return [notice.friend]
    default:
      return []
  }
}

const once = (all: readonly Named[]): readonly Named[] =>
  all.filter(({ name, isSelf }, at) => all.findIndex((one) => one.name === name && one.isSelf === isSelf) === at)
