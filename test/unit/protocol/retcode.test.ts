import { describe, expect, it } from 'vitest'
import { isLoggedOut, Ret, retMeaning } from '../../../src/protocol/retcode.js'

describe('return codes', () => {
  it('have a meaning each, and an unknown one says so', () => {
    const meanings = Object.values(Ret).map(retMeaning)
    expect(new Set(meanings).size).toBe(meanings.length)
    expect(retMeaning(4711)).toBe('a code of unknown meaning')
    expect(retMeaning(Number.NaN)).toBe('a code of unknown meaning')
  })

  it('end the session from 1100 to 1103 only', () => {
    expect([1099, 1100, 1101, 1102, 1103, 1104, 1205, 0, -1].filter(isLoggedOut)).toEqual([1100, 1101, 1102, 1103])
  })
})
