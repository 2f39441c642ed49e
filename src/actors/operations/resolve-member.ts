import { filter, map, type Observable, take } from 'rxjs'
import { failure } from '../../errors.js'
import type { AddressBook, Known } from '../address-book.js'
import type { Engine } from '../engine/engine.js'
import { missingOf, type Target } from '../target.js'

/**
 * The own id of a member of a room, who may be in no address book: by id or UserName, else by the one name in the room, nickname or remark that is exactly
 * this. Fails with `target`, which lists the candidates.
 */
export function resolveMember(
  target: Target,
  room: string,
  { identities }: Pick<Engine, 'identities'>,
  contacts$: Observable<AddressBook>,
): Observable<string> {
  return contacts$.pipe(
    filter((book) => book.status !== 'loading' || membersOf(book, room, identities).length > 0),
    take(1),
    map((book) => {
      const named = idIn(target)
      if (named !== undefined) return named
      const name = String(target)
      if (identities.get(name) !== undefined) return name
      const members = membersOf(book, room, identities)
      const called = members.filter(
        (member) =>
          [member.userName, member.displayName, member.nickName].includes(name) ||
          book.get(member.userName)?.remarkName === name,
      )
      const [first, ...others] = called
      if (name !== '' && first !== undefined && others.length === 0) return first.id
      const candidates = called.map((member) => `${member.name} (${member.userName})`)
      throw failure('target', { to: name, candidates, ...missingOf(book) })
    }),
  )
}

function idIn(target: Target): string | undefined {
  if (typeof target === 'string') return undefined
  return 'conversation' in target ? target.conversation.id : target.id
}

type KnownMembers = Extract<Known, { readonly kind: 'room' }>['members']

function membersOf(book: AddressBook, room: string, identities: Engine['identities']): KnownMembers {
  const known = book.get(identities.userNameOf(room) ?? '')
  return known?.kind === 'room' ? known.members : []
}
