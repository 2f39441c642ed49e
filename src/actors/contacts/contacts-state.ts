import type { Failure } from '../../errors.js'
import type { RawContact } from '../../protocol/contact.js'
import type { Session } from '../../protocol/session.js'
import type { Change } from './contact-changes.js'

/** Somebody whose details are wanted; a room member who is no friend is found through the room. */
export interface Wanted {
  readonly userName: string
  readonly encryChatRoomId?: string
}

/** UserName to the raw contact, as known now. */
export type Book = ReadonlyMap<string, RawContact>

export interface ContactsState {
  readonly session: Session
  readonly self: RawContact
  readonly book: Book
  /** The address book's pages have all been read. */
  readonly paged: boolean
  /** A page could not be had: what is known is not all. */
  readonly partial: boolean
  /** Values of Seq that were followed, to notice a server that goes in circles. */
  readonly seqs: ReadonlySet<string>
  readonly wanted: ReadonlyMap<string, Wanted>
  readonly asked: ReadonlySet<string>
  /** Rooms with members and others whose details are known, and names that nothing can be learnt about. */
  readonly settled: ReadonlySet<string>
}

export type ContactsMessage =
  /** Command: somebody appeared in a message. */
  | { readonly type: 'want'; readonly names: readonly Wanted[] }
  /** Command: sync brought changes. */
  | { readonly type: 'change'; readonly changed: readonly RawContact[]; readonly removed: readonly string[] }
  /** Command: the Skey was renewed. */
  | { readonly type: 'renew'; readonly session: Session }
  | { readonly type: 'page'; readonly members: readonly RawContact[]; readonly seq: string }
  | { readonly type: 'pageFailed'; readonly failure: Failure }
  | { readonly type: 'batch'; readonly names: readonly Wanted[]; readonly contacts: readonly RawContact[] }
  | { readonly type: 'batchFailed'; readonly names: readonly Wanted[]; readonly failure: Failure }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }

export type ContactsEffect =
  | { readonly type: 'notify'; readonly session: Session; readonly self: string }
  | { readonly type: 'page'; readonly session: Session; readonly seq: string }
  | { readonly type: 'batch'; readonly session: Session; readonly names: readonly Wanted[] }

export type ContactsEvent =
  | {
      readonly type: 'book'
      readonly self: RawContact
      readonly book: Book
      /** All pages were read, and nobody's details are being waited for. */
      readonly complete: boolean
    }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
  /** What sync changed; the book that has it came before. */
  | { readonly type: 'changes'; readonly changes: readonly Change[] }
