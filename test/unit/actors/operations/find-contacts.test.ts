import { expect, test } from 'vitest'
import { findContacts } from '../../../../src/actors/operations/find-contacts.js'
import type { Known } from '../../../../src/index.js'
import { decodeContact } from '../../../../src/protocol/contact.js'

const known = (id: string, fields: Readonly<Record<string, unknown>>): Known => {
  const contact = decodeContact({ UserName: id.startsWith('room') ? `@@${id}` : `@${id}`, ...fields })
  return contact.kind === 'room' ? { ...contact, id, members: [], ownerId: '' } : { id, ...contact }
}

const book = [
  known('a', { NickName: '王小明', PYQuanPin: 'wangxiaoming', PYInitial: 'WXM' }),
  known('b', { NickName: 'Wang', Alias: 'ww-88' }),
  known('c', { NickName: 'Anna', RemarkName: 'wangwang', RemarkPYQuanPin: 'wangwang' }),
  known('d', { NickName: 'Big Wang', Alias: 'anna' }),
  known('room-1', { NickName: 'Wang family' }),
  known('e', { NickName: 'ＷＡＮＧ' }),
  known('f', { NickName: '', RemarkName: '' }),
]

const ids = (query: string): readonly string[] => findContacts(book, query).map(({ id }) => id)

test('exact comes before a beginning, and that before a part', () => {
  expect(ids('wang')).toEqual(['b', 'e', 'c', 'room-1', 'a', 'd'])
})

test('the remark counts before the nickname, that before the alias, and pinyin last', () => {
  expect(ids('anna')).toEqual(['c', 'd'])
  expect(ids('ww')).toEqual(['b'])
})

test('pinyin is found whole, by its initials, and with spaces', () => {
  expect(ids('wangxiaoming')).toEqual(['a'])
  expect(ids('Wang Xiao Ming')).toEqual(['a'])
  expect(ids('wxm')).toEqual(['a'])
  expect(ids('小明')).toEqual(['a'])
})

test('nothing finds nobody', () => {
  expect([ids(''), ids('   '), ids('nobody')]).toEqual([[], [], []])
})

test('a book of any size and any words is not a reason to throw', () => {
  const odd = known('x', { NickName: '(*[\\', PYQuanPin: 7, RemarkPYInitial: { a: 1 } })
  expect(findContacts([odd], '(*[').map(({ id }) => id)).toEqual(['x'])
  expect(findContacts([odd], '7').map(({ id }) => id)).toEqual(['x'])
})
