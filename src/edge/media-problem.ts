import { type Failure, failure, isFailure, type MediaProblem } from '../errors.js'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be opened',
  EPERM: 'it may not be opened',
  EISDIR: 'it is a directory',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk can only be read',
}

/** What the file system said, as a `media` failure. */
export function mediaFailure(reason: MediaProblem, name: string, error: unknown): Failure {
  if (isFailure(error)) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return failure('media', { reason, name, why: reasons[code] ?? (code === '' ? 'it cannot be read' : code) })
}
