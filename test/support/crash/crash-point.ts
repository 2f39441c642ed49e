/** Where a process can be killed: each side of each commit, around a send, and inside a handler. */
export const crashPoints = [
  'before open',
  'after open',
  'before keep',
  'after keep',
  'in the handler',
  'before settle',
  'after settle',
  'before receipt',
  'after receipt',
  'before part',
  'after part',
  'before reserve',
  'after reserve',
  'before mark',
  'after mark',
  'before the send',
  'before the answer of a send',
  'after the answer of a send',
] as const

export type CrashPoint = (typeof crashPoints)[number]
