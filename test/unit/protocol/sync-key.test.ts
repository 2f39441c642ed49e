import { describe, expect, it } from 'vitest'
import { formatSyncKey, orPrevious, readSyncKey } from '../../../src/protocol/sync-key.js'
import { right, told } from './fixtures/answers.js'
import { keys } from './fixtures/session.js'

const empty = { Count: 0, List: [] }

describe('sync key', () => {
  it('is written as pairs', () => {
    expect(formatSyncKey(keys.check)).toBe('1_701|1000_900')
    expect(formatSyncKey(empty)).toBe('')
  })

  it('is never replaced by an empty or a missing one', () => {
    expect(orPrevious(keys.sync, undefined)).toBe(keys.sync)
    expect(orPrevious(keys.sync, empty)).toBe(keys.sync)
    expect(orPrevious(keys.sync, { ...keys.check, Count: 0 })).toBe(keys.sync)
    expect(orPrevious(keys.sync, keys.check)).toBe(keys.check)
  })

  it('is read as it is, order and strings kept, and nothing else with it', () => {
    const List = [
      { Key: 1000, Val: '18446744073709551615', x: 1 },
      { Key: 1, Val: 2 },
    ]
    expect(right(readSyncKey('webwxsync')({ Count: 2, List, y: 1 }))).toEqual({
      Count: 2,
      List: [
        { Key: 1000, Val: '18446744073709551615' },
        { Key: 1, Val: 2 },
      ],
    })
  })

  it('is absent where it is missing, null or empty', () => {
    for (const value of [undefined, null, empty, { Count: 0, List: [{ Key: 1, Val: 2 }] }, { Count: 3, List: [] }])
      expect(right(readSyncKey('webwxsync')(value))).toBeUndefined()
  })

  it('is a failure that names the place where it is something else', () => {
    expect(told(readSyncKey('webwxsync')({ Count: 1, List: [{ Key: 1, Val: { secret: 1 } }] }))).toEqual({
      kind: 'decode',
      detail: { endpoint: 'webwxsync', problems: ['List.Val is not a number'], intact: true },
    })
    expect(told(readSyncKey('webwxsync')('1_2|3_4')).kind).toBe('decode')
  })
})
