import type { Database } from './level-database.js'

/** While this record exists, bytes of what was deleted may be in the files. */
export const erasingKey = 'erasing'

/**
 * Rewrites every file of the database, so that only what is kept is in them. LevelDB leaves a file alone that overlaps no other one:
 * hence deletions at both ends of all keys, and a second round for what the first one wrote in one piece.
 */
export async function erase(database: Database): Promise<void> {
  for (const _ of [1, 2]) {
    await database.batch([first, last])
    await database.compactRange(first.key, last.key)
  }
  await database.del(erasingKey, { sync: true })
}

const first = { type: 'del', key: '\u0000' } as const
const last = { type: 'del', key: '\uffff' } as const

/** Goes on where a process was killed. */
export async function eraseIfBegun(database: Database): Promise<void> {
  if ((await database.get(erasingKey)) !== undefined) await erase(database)
}
