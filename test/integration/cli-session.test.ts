import { expect, test } from 'vitest'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()

test('--relogin always shows a QR code where the phone cannot be asked', async () => {
  const bot = stage.listen('--relogin', 'always')
  await bot.says('online as')
  stage.world().fault({ name: 'retcode-1', endpoint: 'webwxpushloginurl', times: 99 })
  stage.world().kick()
  await bot.says(/online as[\s\S]*Scan with WeChat[\s\S]*online as/)
}, 60_000)

test('sessions that end twice within a minute are got back by push', async () => {
  const bot = stage.listen()
  await bot.says('online as')
  stage.world().kick()
  await bot.says(/(online as[\s\S]*){2}/)
  stage.world().kick()
  await bot.says(/(online as[\s\S]*){3}/)
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
