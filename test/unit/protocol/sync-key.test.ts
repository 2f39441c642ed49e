import { describe, expect, it } from 'vitest'
import { formatSyncKey, isSameSyncKey, orPrevious, readSyncKey } from '../../../src/protocol/sync-key.js'
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
    expect(readSyncKey({ Count: 2, List, y: 1 })).toEqual({
      Count: 2,
      List: [
        { Key: 1000, Val: '18446744073709551615' },
        { Key: 1, Val: 2 },
      ],
    })
  })

  it.each([
    undefined,
    null,
    '',
    {},
    [],
    '1_2|3_4',
    empty,
    { Count: '0', List: [{ Key: 1, Val: 2 }] },
    { Count: 0, List: [{ Key: 1, Val: 2 }] },
    { Count: -1, List: [{ Key: 1, Val: 2 }] },
    { Count: 'x', List: [{ Key: 1, Val: 2 }] },
    { Count: 3, List: [] },
    { Count: 0, List: null },
    { Count: 1, List: { Key: 1, Val: 2 } },
    { Count: 1, List: [{ Key: 1, Val: { secret: 1 } }] },
    {
      Count: 2,
      List: [
        { Key: 1, Val: 2 },
        { Key: 'a', Val: 2 },
      ],
    },
    { Count: 2, List: [{ Key: 1, Val: 2 }, null] },
    { Count: 1, List: [{ Key: 1, Val: '' }] },
  ])('is absent where it is missing, empty or unreadable: %j', (value) => {
    expect(readSyncKey(value)).toBeUndefined()
  })

  it.each([
    [{ Count: '1', List: [{ Key: '2', Val: '700' }] }],
    [{ Count: 1, List: [{ Key: '2', Val: 700 }] }],
    // A Count that disagrees with the list is as opaque as the rest of it.
    [{ Count: 7, List: [{ Key: 2, Val: 700 }] }],
  ])('goes back exactly as it came: %j', (value) => {
    expect(readSyncKey(value)).toEqual(value)
    expect(formatSyncKey(value)).toBe('2_700')
  })

  it('is counted where nobody says how many pairs it has', () => {
    for (const Count of [undefined, null])
      expect(readSyncKey({ Count, List: [{ Key: 2, Val: 700 }] })).toEqual({ Count: 1, List: [{ Key: 2, Val: 700 }] })
  })

  it('stands where the same one does that was written with digits', () => {
    const asText = { Count: '2', List: keys.check.List.map(({ Key, Val }) => ({ Key: `${Key}`, Val: `${Val}` })) }
    expect(isSameSyncKey(keys.check, asText)).toBe(true)
    expect(isSameSyncKey(keys.check, { ...asText, List: asText.List.slice(1) })).toBe(false)
  })
})
