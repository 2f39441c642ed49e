/** Which session a request of ours ended last, and how many in a row it was. */
export interface Blame {
  readonly sid: string
  readonly losses: number
}

/** So many sessions in a row, and it is not the sessions. */
const lossesBelieved = 2

/**
 * Whether it is the request's own refusal that its session is said to be over: where that session was opened anew and lives, or where each new
 * one ends by the same. A session that is over indeed is noticed by the next poll.
 */
export const isOwnRefusal = (blame: Blame | undefined, sid: string): boolean =>
  blame !== undefined && (blame.sid === sid || blame.losses >= lossesBelieved)

export const blamed = (blame: Blame | undefined, sid: string): Blame => ({ sid, losses: (blame?.losses ?? 0) + 1 })
