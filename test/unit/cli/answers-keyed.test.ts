import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { NEVER, Subject } from 'rxjs'
import { afterAll, expect, test } from 'vitest'
import { createListenerCommands, parseCommand } from '../../../src/cli/listener-commands.js'
import type { Bot } from '../../../src/index.js'
import { testBot } from '../../../src/testing/index.js'

const dir = mkdtempSync(`${tmpdir()}/rxwx-keyed-`)
afterAll(() => rmSync(dir, { recursive: true }))

/** All lines of answers to these commands, of a bot that is online in the emulator. */
function answersTo(...commands: readonly object[]): readonly Record<string, unknown>[] {
  const t = testBot([])
  t.advance(5_000)
  const { handle } = createListenerCommands(t.bot, false)
  const lines: Record<string, unknown>[] = []
  for (const command of commands) handle(JSON.stringify(command)).subscribe((line) => lines.push(JSON.parse(line)))
  t.advance(60_000)
  return lines
}

const image = { type: 'image', id: '7000000000000000001' }

const keyed: readonly object[] = [
  { send: { to: 'filehelper', text: 'x' } },
  { send: { to: 'nobody at all', text: 'x' } },
  { send: { to: 'filehelper' } },
  { reply: { id: '1', text: 'x' } },
  { reply: { text: 'x' } },
  { revoke: { id: '1', to: 'filehelper' } },
  { revoke: { id: '1' } },
  { contacts: { kind: 'friend' } },
  { contacts: { kind: 'nonsense' } },
  { download: { id: '1', dir } },
  { download: { message: image, dir } },
  { download: { dir } },
  { avatar: { of: 'nobody at all', dir } },
  { avatar: { of: 'alice' } },
  { operate: { type: 'pin', contact: 'Alice' } },
  { operate: { type: 'pin', contact: 'nobody at all' } },
  { operate: { type: 'accept', id: '1' } },
  { operate: { type: 'nonsense' } },
]

test.each(keyed.map((command) => [command]))('each answer to %j carries the key that was given in it', (command) => {
  const [[name, fields] = ['', {}]] = Object.entries(command)
  const lines = answersTo({ [name]: { ...fields, key: 'k 1' } })
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.map(({ key }) => key)).toEqual(lines.map(() => 'k 1'))
})

test.each([...keyed, { contacts: true }, { ack: '5' }, { nack: '5' }, { nonsense: 1 }].map((command) => [command]))(
  'each answer to %j carries the key that was given beside it',
  (command) => {
    const lines = answersTo({ ...command, key: 17 })
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.map(({ key }) => key)).toEqual(lines.map(() => '17'))
  },
)

test.each([
  [{ download: { id: '1', dir } }, { type: 'download', id: '1' }],
  [{ download: { message: image, dir } }, { type: 'download', id: image.id }],
  [{ avatar: { of: 'nobody at all', room: 'Team', dir } }, { type: 'avatar', of: 'nobody at all', room: 'Team' }],
  [{ download: { id: '3' } }, { type: 'receipt', key: '3' }],
  [{ avatar: { of: 'alice' } }, { type: 'receipt', key: 'alice' }],
])('without a key the last answer to %j says what it is about', (command, about) => {
  expect(answersTo(command).at(-1)).toMatchObject({ ...about, outcome: 'refused' })
})

test('two downloads that finish in the other order are told apart', () => {
  const steps = new Map(['1', '2'].map((id) => [id, new Subject<object>()]))
  const bot = { events$: NEVER, download: ({ id }: { id: string }) => ({ saveTo: () => steps.get(id) }) }
  const { handle } = createListenerCommands(bot as unknown as Bot, false)
  const lines: unknown[] = []
  for (const id of ['1', '2'])
    handle(JSON.stringify({ download: { message: { ...image, id }, dir } })).subscribe((line) =>
      lines.push(JSON.parse(line)),
    )
  for (const id of ['2', '1']) {
    steps.get(id)?.next({ type: 'progress', received: 1 })
    steps.get(id)?.next({ type: 'saved', path: `/${id}`, size: 1, mime: '' })
  }
  expect(lines).toEqual([
    { type: 'progress', id: '2', bytes: 1 },
    { type: 'download', outcome: 'saved', id: '2', path: '/2', size: 1, mime: '' },
    { type: 'progress', id: '1', bytes: 1 },
    { type: 'download', outcome: 'saved', id: '1', path: '/1', size: 1, mime: '' },
  ])
})

test.each([
  [{ send: { to: 'a', text: 'x', at: 1 } }, '"send" has no field "at"'],
  [{ send: { to: 'a', text: 'x', at: null, when: 1 } }, '"send" has no fields "at", "when"'],
  [{ send: { to: 'a', text: 'x' }, at: 1 }, 'a command has no field "at"'],
  [{ reply: { id: '1', text: 'x', to: 'a' } }, '"reply" has no field "to"'],
  [{ revoke: { key: 'a', text: 'x' } }, '"revoke" has no field "text"'],
  [{ contacts: { kind: 'room', limit: 3 } }, '"contacts" has no field "limit"'],
  [{ download: { id: '1', dir, size: 'full' } }, '"download" has no field "size"'],
  [{ avatar: { of: 'a', dir, size: 'small' } }, '"avatar" has no field "size"'],
  [{ operate: { type: 'pin', contact: 'a', isPinned: false } }, '"pin" has no field "isPinned"'],
  [{ operate: { type: 'leaveRoom', room: 'a', members: ['b'] } }, '"leaveRoom" has no field "members"'],
  [{ ack: '5', because: 1 }, 'a command has no field "because"'],
  [{ send: { to: 'a', text: 'x', toString: 1 } }, '"send" has no field "toString"'],
  [{ toString: 1 }, 'a command has no field "toString"'],
])('%j is refused, and the field is named', (command, why) => {
  expect(parseCommand(JSON.stringify(command))).toMatchObject({ type: 'bad', why: expect.stringContaining(why) })
})

test.each([
  [{ send: { to: 'a', text: 5 } }, '"text" of "send" is a text'],
  [{ send: { to: 'a', text: 'x', progress: 'yes' } }, '"progress" of "send" is true or false'],
  [{ send: { to: 'a', text: 'x', tooOften: 'later' } }, '"tooOften" of "send" is "wait" or "refuse"'],
  [{ reply: { id: 1e20, text: 'x' } }, '"id" of "reply" is a text, or a whole number'],
  [{ download: { id: '1', dir, thumbnail: 'true' } }, '"thumbnail" of "download" is true or false'],
  [{ avatar: { of: 'a', dir, small: 1 } }, '"small" of "avatar" is true or false'],
  [{ operate: { type: 'pin', contact: 'a', pinned: 'no' } }, '"pinned" of "pin" is true or false'],
  [{ operate: { type: 'renameRoom', room: 'a', topic: 7 } }, '"topic" of "renameRoom" is a text'],
  [{ contacts: true, key: { a: 1 } }, '"key" is a text'],
])('%j is refused, and says what the field holds', (command, why) => {
  expect(parseCommand(JSON.stringify(command))).toMatchObject({ type: 'bad', why: expect.stringContaining(why) })
})

test('null stands for a field that is left out', () => {
  expect(parseCommand('{"send":{"to":"a","text":"x","file":null,"key":null,"progress":null}}')).toEqual({
    type: 'send',
    to: 'a',
    wish: { text: 'x' },
  })
})
