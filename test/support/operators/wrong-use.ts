import { expect } from 'vitest'

/** What is thrown at somebody who writes what makes no sense. */
export const wrongUse: unknown = expect.objectContaining({ kind: 'argument' })
