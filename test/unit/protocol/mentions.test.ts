import { expect, it, test } from 'vitest'
import { mentionNames, mentionsIn } from '../../../src/protocol/mentions.js'
import { testBot } from '../../../src/testing/index.js'

const space = '\u2005'
const somebody = (userName: string, nickName: string, displayName = '') => ({ userName, nickName, displayName })
const names = mentionNames([
  somebody('@lin', 'Lin'),
  somebody('@linda', 'Linda'),
  somebody('@an', 'An Na', '安 娜'),
  somebody('@an2', 'Ann', '安'),
  somebody('@zoe1', 'Zoe'),
  somebody('@zoe2', 'Z', 'Zoe'),
  somebody('@at', 'a@b'),
])
const found = (text: string) =>
  mentionsIn(text, names).map(({ name, isEveryone, people }) => [
    name,
    ...(isEveryone ? ['everyone'] : people.map(({ userName }) => userName)),
  ])

it.each<readonly [string, readonly (readonly string[])[]]>([
  [`@Lin${space}hello`, [['Lin', '@lin']]],
  ['@Lin hello', [['Lin', '@lin']]],
  ['hello @Lin', [['Lin', '@lin']]],
  [`你好@Lin${space}`, [['Lin', '@lin']]],
  ['@Linda hello', [['Linda', '@linda']]],
  ['@Linda@Lin', [['Lin', '@lin']]],
  [
    `@安 娜${space}and @安 too`,
    [
      ['安 娜', '@an'],
      ['安', '@an2'],
    ],
  ],
  ['@An Na', [['An Na', '@an']]],
  ['@Zoe who?', [['Zoe', '@zoe1', '@zoe2']]],
  ['@a@b ', [['a@b', '@at']]],
  ['write to lin@Lindau.example', []],
  ['@Lino', []],
  ['@', []],
  ['@ Lin', []],
  [`@somebody else${space}hi`, [['somebody else']]],
  ['@nobody known', []],
  ['@所有人 hello', [['所有人', 'everyone']]],
  [`@all${space}hello`, [['all', 'everyone']]],
  ['@All', [['All', 'everyone']]],
  ['@allies', []],
  [
    `@Lin${space}@Linda${space}`,
    [
      ['Lin', '@lin'],
      ['Linda', '@linda'],
    ],
  ],
])('%j', (text, expected) => {
  expect(found(text)).toEqual(expected)
})

test('a flood of them is cut, and takes no time that grows with it', () => {
  expect(found('@Lin '.repeat(100_000)).length).toBe(100)
  expect(found('@'.repeat(1_000_000))).toEqual([])
})

test('in a bot: by room name and by nickname, with the own ids of the people, and who is ambiguous', () => {
  const it = testBot([])
  it.world.addPerson({ id: 'zoe', nickName: 'Zoe' })
  it.world.addPerson({ id: 'other', nickName: 'Zoe' })
  it.world.addRoom({ id: 'club', topic: 'club', members: ['bot', 'alice', 'zoe', 'other'] })
  it.advance(60_000)
  const me = it.world.persons.get('bot')?.nickName ?? ''
  it.saysIn('club', 'alice', `@${me}${space}and @Zoe`)
  it.saysIn('club', 'alice', 'nobody@all.example')
  it.saysIn('club', 'alice', `@所有人${space}come`)
  const [first, second, third] = it.messages
  expect(first?.mentions.map(({ name, people }) => [name, people.map(({ name: shown }) => shown)])).toEqual([
    [me, [me]],
    ['Zoe', ['Zoe', 'Zoe']],
  ])
  expect(new Set(first?.mentions[1]?.people.map(({ id }) => id)).size).toBe(2)
  expect([first?.mentionsMe, second?.mentionsMe, third?.mentionsMe]).toEqual([true, false, true])
  expect([second?.mentions, third?.mentions.map(({ isEveryone }) => isEveryone)]).toEqual([[], [true]])
})

test('a room whose members are not known yet knows the own name', () => {
  const it = testBot([])
  it.world.fault({ name: 'http-500', endpoint: 'webwxbatchgetcontact', times: 1_000 })
  const me = it.world.persons.get('bot')?.nickName ?? ''
  it.saysIn('new room', 'alice', `@${me}${space}hi`)
  it.saysIn('new room', 'alice', '@somebody hi')
  expect(it.messages.map(({ mentionsMe }) => mentionsMe)).toEqual([true, false])
})
