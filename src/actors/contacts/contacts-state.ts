import type { Failure } from '../../errors.js'
import type { Step } from '../../kernel/actor.js'
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
  readonly pages: Pages
  readonly wanted: ReadonlyMap<string, Wanted>
  readonly asked: ReadonlyMap<string, Wanted>
  /** Rooms with members and others whose details are known, and names that nothing can be learnt about. */
  readonly settled: ReadonlySet<string>
  /** Whose details could not be had; they are asked for again later. */
  readonly unanswered: ReadonlyMap<string, Wanted>
  /** Why something is missing; undefined while nothing is known to be. */
  readonly missing?: Failure
  /** Batches in a row that the service refused. */
  readonly refusals: number
  /** How often what is missing was asked for again. */
  readonly rounds: number
  /** It will be asked for again after a pause that has begun. */
  readonly isPausing: boolean
}

/** How far the pages of the address book have been read. */
export interface Pages {
  /** `partly`: what is left of them could not be had. */
  readonly type: 'reading' | 'read' | 'partly'
  /** Values of Seq that were followed, to notice a server that goes in circles. */
  readonly seqs: ReadonlySet<string>
  /** UserNames that were on a page. */
  readonly listed: ReadonlySet<string>
  /** So many pages in a row had nobody who was not on a page before. */
  readonly stale: number
}

/** The address book could not be read in full: so many are known. It is tried again later, where that may help. */
export interface PartialBook {
  readonly type: 'partialBook'
  readonly failure: Failure
  readonly known: number
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
  /** Nothing came of it, and nothing would come of smaller batches. */
  | { readonly type: 'batchUnanswered'; readonly failure: Failure }
  /** It is time to ask for what is missing once more. */
  | { readonly type: 'again' }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }

export type ContactsStep = Step<ContactsState, ContactsEffect, ContactsEvent>

export type ContactsEffect =
  | { readonly type: 'notify'; readonly session: Session; readonly self: string }
  | { readonly type: 'page'; readonly session: Session; readonly seq: string }
  /** After `pause` ms. `isSure`: it is asked a second time where the service refuses it. */
  | {
      readonly type: 'batch'
      readonly session: Session
      readonly names: readonly Wanted[]
      readonly pause: number
      readonly isSure: boolean
    }
  /** Comes back as `again` after so many milliseconds. */
  | { readonly type: 'later'; readonly pause: number }

export type ContactsEvent =
  | {
      readonly type: 'book'
      readonly self: RawContact
      readonly book: Book
      /** All pages were read, and nobody's details are being waited for. */
      readonly complete: boolean
      /** Why this is not all, where nothing that is under way would change it. */
      readonly missing?: Failure
    }
  /** From now on something is missing in the book. */
  | PartialBook
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
  /** What sync changed; the book that has it came before. */
  | { readonly type: 'changes'; readonly changes: readonly Change[] }
