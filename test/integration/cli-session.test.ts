import { expect, test } from 'vitest'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()

const asks = () => stage.world().exchanges.list('webwxpushloginurl').length

test('three sessions that are ended within ten minutes are got back by push, and a phone that says no ends it with 4', async () => {
  const bot = stage.listen('--store', stage.store())
  const online = (times: number) => bot.says(new RegExp(`(online as[sS]*){${times}}`))
  await online(1)
  for (const times of [2, 3, 4]) {
    stage.world().kick()
    await online(times)
    expect(asks()).toBe(times - 1)
  }
  const id = stage.world().person('alice').say('bot', 'still there?')
  await bot.line((line) => line.includes(id))
  expect(stage.world().exchanges.list('jslogin')).toHaveLength(1)
  stage.world().fault({ name: 'retcode-1', endpoint: 'webwxpushloginurl', times: 99 })
  stage.world().kick()
  expect(await bot.ended).toBe(4)
}, 90_000)

test('--relogin always shows a QR code where the phone cannot be asked', async () => {
  const bot = stage.listen('--relogin', 'always')
  await bot.says('online as')
  stage.world().fault({ name: 'retcode-1', endpoint: 'webwxpushloginurl', times: 99 })
  stage.world().kick()
  await bot.says(/online as[\s\S]*Scan with WeChat[\s\S]*online as/)
}, 60_000)

test('login without a store says what it needs, and nobody is asked to scan', async () => {
  const bot = stage.start(['login', '--server', stage.server().origin])
  expect([await bot.ended, bot.out, bot.err()]).toEqual([
    2,
    [],
    'rxwx: say with --store where the session is to be kept\n',
  ])
  expect(stage.world().exchanges.list('jslogin')).toEqual([])
})
