import { expect, test } from 'vitest'
import type { Rxwx } from '../support/cli/rxwx.js'
import { useStage } from '../support/cli/stage.js'

const stage = useStage({
  accounts: [{ id: 'bot' }],
  persons: [
    { id: 'alice', nickName: 'Alice', alias: 'ann88' },
    { id: 'bob', nickName: 'Bob \u001b[31m' },
    { id: 'carol', nickName: 'Carol' },
    { id: 'zoe', nickName: 'Zoë', friendOf: [] },
  ],
  rooms: [{ id: 'team', topic: 'Team', members: ['bot', 'alice', 'zoe'], saved: true }],
})

const outcome = async (one: Rxwx) => ({ code: await one.ended, out: one.out, err: one.err() })

const listener = async (): Promise<(...args: readonly string[]) => ReturnType<typeof outcome>> => {
  const store = ['--store', stage.store()]
  await stage.listen(...store, '--pace', 'off').says('online as')
  return (...args) => outcome(stage.start([...args, ...store]))
}

const membersOf = (id: string): readonly string[] => [...(stage.world().rooms.get(id)?.members.keys() ?? [])].sort()

test('rooms are listed, made, filled, emptied and renamed through a listener', async () => {
  const rxwx = await listener()
  const [line = ''] = (await rxwx('rooms')).out
  expect(line.split('\t').slice(1)).toEqual(['3', 'Team'])
  expect(JSON.parse((await rxwx('rooms', 'list', 'tea', '--json')).out[0] ?? '')).toMatchObject({
    kind: 'room',
    name: 'Team',
    members: [{ name: 'bot' }, { name: 'Alice' }, { name: 'Zoë' }],
  })
  const created = await rxwx('rooms', 'create', 'Alice', 'Carol', '--topic', 'Friday')
  expect([created.code, created.err, created.out.length]).toEqual([0, '', 3])
  expect(created.out.slice(1).map((one) => one.split('\t').slice(1))).toEqual([
    ['Alice', 'joined'],
    ['Carol', 'joined'],
  ])
  const id = created.out[0] ?? ''
  expect(id).toMatch(/^r_/)
  const [friday] = [...stage.world().rooms.values()].filter(({ topic }) => topic === 'Friday')
  expect((await rxwx('rooms', 'rename', id, '周五')).code).toBe(0)
  expect(friday?.topic).toBe('周五')
  expect((await rxwx('rooms', 'invite', 'Team', 'Carol')).out.map((one) => one.split('\t').slice(1))).toEqual([
    ['Carol', 'joined'],
  ])
  expect((await rxwx('rooms', 'remove', 'Team', 'Zoë', 'Alice')).code).toBe(0)
  expect(membersOf('team')).toEqual(['bot', 'carol'])
}, 120_000)

test('a refusal ends with 1 and its reason, a name that nobody has with 2, and nothing is asked for what makes no sense', async () => {
  const rxwx = await listener()
  stage.world().capability('createRoom', 'created')
  const refused = await rxwx('rooms', 'create', 'Alice', 'Carol')
  expect([refused.code, refused.out, refused.err]).toEqual([
    1,
    [],
    'rxwx: refused (201): no answer, as where it is switched off\n',
  ])
  const asJson = await rxwx('rooms', 'create', 'Alice', 'Carol', '--json')
  expect(asJson.code).toBe(1)
  expect(JSON.parse(asJson.out[0] ?? '')).toEqual({
    type: 'operation',
    operation: 'createRoom',
    outcome: 'refused',
    kind: 'refused',
    code: 201,
    reason: 'no answer, as where it is switched off',
  })
  expect((await rxwx('rooms', 'rename', 'Nowhere', 'x')).code).toBe(2)
  expect((await rxwx('rooms', 'create', 'Alice')).code).toBe(2)
}, 90_000)

test('friends are listed, remarked and accepted by the id that the listener printed', async () => {
  const store = ['--store', stage.store()]
  const bot = stage.listen(...store, '--pace', 'off')
  await bot.says('online as')
  const rxwx = (...args: readonly string[]) => outcome(stage.start([...args, ...store]))
  const listed = await rxwx('friends')
  expect(listed.out.map((line) => line.split('\t').slice(1))).toEqual([['Alice', 'ann88'], ['Bob ␛[31m'], ['Carol']])
  expect((await rxwx('friends', 'remark', 'Alice', '老王')).code).toBe(0)
  expect(stage.world().accounts.get('bot')?.friends.get('alice')?.remarkName).toBe('老王')
  stage.world().person('zoe').request('bot', '我是 Zoë')
  const line = await bot.line((one) => one.includes('"type":"friendRequest"'))
  const { id } = JSON.parse(line) as { readonly id: string }
  expect((await rxwx('friends', 'accept', id)).code).toBe(0)
  expect(stage.world().accounts.get('bot')?.friends.has('zoe')).toBe(true)
  const again = await rxwx('friends', 'accept', line)
  expect([again.code, again.err]).toEqual([1, expect.stringContaining('refused (1)')])
}, 120_000)

test('without a listener a command logs in by itself, and asks a stranger to be a friend', async () => {
  const at = ['--server', stage.server().origin]
  const created = await outcome(stage.start(['rooms', 'create', 'Alice', 'Carol', ...at]))
  expect([created.code, created.out.length]).toEqual([0, 3])
  stage.world().person('alice').unfriend('bot')
  const asked = await outcome(stage.start(['friends', 'request', 'Alice', '你好', ...at]))
  expect([asked.code, stage.world().accounts.get('bot')?.asked.get('alice')]).toEqual([0, '你好'])
  const byId = await outcome(stage.start(['friends', 'accept', '123', ...at]))
  expect([byId.code, byId.err]).toEqual([2, expect.stringContaining('ids are known to a running listener only')])
}, 90_000)

test('a listener takes the same commands on stdin, and answers each with a line', async () => {
  const bot = stage.listen()
  await bot.says('online as')
  const answer = (operation: string) => bot.line((line) => line.includes(`"operation":"${operation}"`))
  bot.write({ operate: { type: 'pin', contact: 'Alice' } })
  expect(JSON.parse(await answer('pin'))).toEqual({ type: 'operation', operation: 'pin', outcome: 'done' })
  expect([...(stage.world().accounts.get('bot')?.pinned ?? [])]).toEqual(['alice'])
  bot.write({ operate: { type: 'markRead', conversation: 'Alice' } })
  expect(JSON.parse(await answer('markRead'))).toMatchObject({ outcome: 'done' })
  bot.write({ operate: { type: 'leaveRoom', room: 'Team' } })
  expect(JSON.parse(await answer('leaveRoom'))).toMatchObject({ outcome: 'done' })
  expect(membersOf('team')).toEqual(['alice', 'zoe'])
  bot.write({ operate: { type: 'toString' } })
  expect(await bot.line((line) => line.includes('"outcome":"refused"'))).toContain('needs a \\"type\\" that is known')
}, 90_000)
