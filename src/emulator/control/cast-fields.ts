import type { AccountOptions, PersonOptions, RoomOptions } from '../cast.js'
import { each, either, type Field, flag, list, number, objectOf, oneOf, optional, text, texts } from './field.js'

const delay = (about: string) => number(about, { from: 0, to: Number.MAX_VALUE })

/** What a phone does by itself. */
export const phone = either(
  oneOf('What its phone does by itself. Default: as the emulator was started.', 'manual', 'auto'),
  objectOf('After how long it does so.', {
    scanAfter: delay('From the code to the scan, in ms.'),
    confirmAfter: delay('From the scan to the tap, in ms.'),
  }),
)

export const webLogin = oneOf('Who may log in over the web. Default: allowed.', 'allowed', 'desktopOnly', 'refused')

const someone = {
  id: text('The id, such as alice. Nobody else may have it.'),
  nickName: optional(text('Default: the id.')),
  friendOf: optional(
    either(oneOf('Whose friend. Default: all.', 'all'), texts('The ids of accounts; [] is a stranger.')),
  ),
  remarkName: optional(text("The accounts' own name for them.")),
  alias: optional(text('The WeChat id that they have chosen.')),
  signature: optional(text('What they say of themselves.')),
  sex: optional(oneOf('Unknown (0), male (1) or female (2). Default: 0.', 0, 1, 2)),
  province: optional(text('Where they live.')),
  city: optional(text('Where they live.')),
  starred: optional(flag('Among the starred friends. Default: false.')),
}

export const personFields = {
  ...someone,
  kind: optional(oneOf('Default: person.', 'person', 'official')),
  recent: optional(flag('Among the recent conversations. Default: false.')),
} satisfies Record<keyof PersonOptions, Field<unknown>>

export const accountFields = {
  ...someone,
  uin: optional(text('The number of the account. Default: one from the seed.')),
  webLogin: optional(webLogin),
  phone: optional(phone),
} satisfies Record<keyof AccountOptions, Field<unknown>>

const member = either(
  text('The id of a person or an account.'),
  objectOf('With a name.', { id: text('The id.'), displayName: text('The name in this room.') }),
)

export const roomFields = {
  id: text('The id, such as team. Nothing else may have it.'),
  topic: optional(text('Default: none.')),
  members: each('Who is in it.', member),
  owner: optional(text('The id of the owner. Default: the first member.')),
  saved: optional(flag('In the address book of its accounts. Default: false.')),
  muted: optional(flag('Makes no sound on the phones. Default: false.')),
  recent: optional(flag('Among the recent conversations. Default: true.')),
} satisfies Record<keyof RoomOptions, Field<unknown>>

export const entries = list('Entries of AddMsgList, as they are: null, numbers, duplicates.')
