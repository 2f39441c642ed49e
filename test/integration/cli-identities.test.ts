import { concatMap, firstValueFrom } from 'rxjs'
import { beforeEach, expect, test } from 'vitest'
import { type Identity, openStore } from '../../src/index.js'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()

const known: Identity = {
  id: 'p_000000000001',
  kind: 'person',
  remarkName: '',
  alias: '',
  nickName: 'An\u001b[31mn',
  epoch: 1,
  userName: '@1',
}
const present: Identity = { ...known, id: 'p_000000000002', nickName: 'Ann', alias: 'ann88', epoch: 2, userName: '@2' }
const room: Identity = { ...known, id: 'r_000000000003', kind: 'room', nickName: 'Team', userName: '@@3' }

beforeEach(async () => {
  const store = await firstValueFrom(openStore(stage.store()).account())
  await firstValueFrom(
    store.commit({ epoch: 2, identities: [known, present, room] }).pipe(concatMap(() => store.close())),
  )
})

const run = async (...args: readonly string[]) => {
  const one = stage.start(['identities', ...args, '--store', stage.store()])
  return { code: await one.ended, out: one.out, err: one.err() }
}

test('lists who is known and who was found by the latest login, with escapes made visible', async () => {
  expect(await run()).toEqual({
    code: 0,
    out: [
      'p_000000000001  An␛[31mn  not found',
      'p_000000000002  Ann  ann88  present',
      'r_000000000003  Team  not found',
    ],
    err: '',
  })
  const { out } = await run('list', '--json')
  expect(JSON.parse(out[1] ?? '')).toEqual({
    id: 'p_000000000002',
    kind: 'person',
    name: 'Ann',
    alias: 'ann88',
    present: true,
  })
})

test('bind makes somebody present somebody known, once', async () => {
  expect((await run('bind', present.id, known.id)).code).toBe(0)
  expect((await run()).out.slice(0, 2)).toEqual([
    'p_000000000001  Ann  ann88  present',
    'p_000000000002  Ann  ann88  is p_000000000001',
  ])
  expect((await run('bind', present.id, known.id)).code).toBe(2)
})

test('a person is no room, and nobody is nobody', async () => {
  expect((await run('bind', present.id, room.id)).code).toBe(2)
  const { code, err } = await run('bind', 'p_0', known.id)
  expect([code, err.includes('known')]).toEqual([2, true])
})
