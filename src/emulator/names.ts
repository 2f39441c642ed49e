import { hexFrom } from './random.js'

/** The UserNames of one session: issued anew at each login, stable within it. */
export interface Names {
  /** The UserName of a person or room, made when it is first asked for. */
  readonly nameOf: (id: string) => string
  /** Undefined for a name that this session never showed, such as one of an earlier session. */
  readonly idOf: (name: string) => string | undefined
  /** `EncryChatRoomId` of a room: `@` and 32 hex digits, and not its UserName. */
  readonly roomKeyOf: (id: string) => string
}

export type NameKind = 'fixed' | 'room' | 'person'

export function createNames(seed: string, kindOf: (id: string) => NameKind): Names {
  const names = new Map<string, string>()
  const ids = new Map<string, string>()
  return {
    nameOf: (id) => {
      const known = names.get(id)
      if (known !== undefined) return known
      const name = issue(`${seed}/${id}`, id, kindOf(id))
      names.set(id, name)
      ids.set(name, id)
      return name
    },
    idOf: (name) => ids.get(name) ?? (kindOf(name) === 'fixed' ? name : undefined),
    roomKeyOf: (id) => `@${hexFrom(`${seed}/key/${id}`, 32)}`,
  }
}

function issue(seed: string, id: string, kind: NameKind): string {
  if (kind === 'fixed') return id
  const hex = hexFrom(seed, 64)
  if (kind === 'room') return `@@${hex}`
  // Both lengths stand side by side in one contact list.
  return hex < '8' ? `@${hex}` : `@${hex.slice(0, 32)}`
}
