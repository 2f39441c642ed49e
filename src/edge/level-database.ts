import type { ClassicLevel } from 'classic-level'
import { type Failure, failure } from '../errors.js'
import { describeOwner } from './store-directory.js'

export type Database = ClassicLevel<string, string>

/** Opens the database at `path`; its lock keeps every other opener out. Rejects with a `store` failure. */
export async function openDatabase(path: string): Promise<Database> {
  const { ClassicLevel: Level } = await import('classic-level').catch((error: unknown) => {
    throw notLoaded(path, error)
  })
  const database: Database = new Level(path)
  try {
    await database.open()
  } catch (error) {
    throw await notOpened(path, error)
  }
  return database
}

function notLoaded(path: string, error: unknown): Failure {
  const missing = codeIn(error) === 'ERR_MODULE_NOT_FOUND'
  const why = missing ? 'is not installed' : 'cannot be loaded on this machine'
  return failure(
    'store',
    { reason: 'unreadable', path, why: `the optional package classic-level ${why}; run npm install classic-level` },
    error,
  )
}

async function notOpened(path: string, error: unknown): Promise<Failure> {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (codeIn(cause) === 'LEVEL_LOCKED')
    return failure('store', { reason: 'inUse', path, why: await describeOwner(path) })
  return failure('store', { reason: 'unreadable', path, why: reasonOf(cause) }, error)
}

const codeIn = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** LevelDB found that a block is not what it wrote, whatever was being done. */
export const isCorruption = (error: unknown): boolean => codeIn(error) === 'LEVEL_CORRUPTION'

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown reason')
