import type { World } from '../world.js'
import { bytes, number, oneOf, optional, text, texts } from './field.js'

/** Fields that many controls share. */
export const account = optional(text('The account. Default: the first one.'))
export const person = text('Who does it: the id of a person or an account.')
export const room = text('The id of the room.')
export const by = text('Who does it: the id of a member.')
export const persons = texts('Their ids.')
export const base64 = bytes('The content.')
export const thumb = optional(bytes('The thumbnail. Default: one that the emulator makes.'))
export const form = optional(oneOf('How its Content reads on the wire. Default: token.', 'token', 'xml'))
export const noticeForm = optional(oneOf('A plain text, or the XML of newer phones. Default: text.', 'text', 'sysmsg'))
export const code = (fallback: number) => optional(number(`The code that the client gets. Default: ${fallback}.`))

/** The account that is meant, or the first one. */
export const accountOf = (world: World, id: string | undefined): string =>
  id ?? world.accounts.keys().next().value ?? ''
