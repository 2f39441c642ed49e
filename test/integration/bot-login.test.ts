import { describe, expect, test } from 'vitest'
import { keepsItsPromises } from '../support/bot/promises.js'
import { createStage, type Run, type Stage, typesOf } from '../support/bot/stage.js'

const phase = ({ states }: Run): string => states.at(-1)?.type ?? ''
const failureOf = (run: Run): unknown => run.end()?.error
const codes = ({ states }: Run): readonly string[] =>
  states.flatMap((state) => (state.type === 'qr' ? [state.qr.uuid] : []))

describe('login by QR code', () => {
  test('scan and confirm lead from the code to being online', () => {
    const stage = createStage({ phone: 'manual' })
    const run = stage.run()
    stage.advance(2_000)
    expect(phase(run)).toBe('qr')
    stage.world.phone().scan()
    stage.advance(2_000)
    expect(phase(run)).toBe('scanned')
    stage.world.phone().confirm()
    stage.advance(5_000)
    expect(typesOf(run.states)).toEqual(['idle', 'qr', 'scanned', 'entering', 'online'])
    expect(run.events[0]).toEqual({ type: 'loggedIn', fresh: true })
    keepsItsPromises(stage)
  })

  test('a tap on cancel brings another code, and that one can be used', () => {
    const stage = createStage({ phone: 'manual' })
    const run = stage.run()
    stage.advance(2_000)
    stage.world.phone().scan()
    stage.advance(2_000)
    stage.world.phone().cancel()
    stage.advance(10_000)
    expect(phase(run)).toBe('qr')
    expect(new Set(codes(run)).size).toBe(2)
    stage.world.phone().scan()
    stage.advance(1_000)
    stage.world.phone().confirm()
    stage.advance(5_000)
    expect(phase(run)).toBe('online')
    expect(stage.world.sessions.size).toBe(1)
  })

  test('an expired code is replaced, five times in all, and then the login gives up', () => {
    const stage = createStage({ phone: 'manual' })
    const run = stage.run()
    stage.advance(20 * 60_000)
    expect(new Set(codes(run)).size).toBe(4)
    expect(run.end()).toBeUndefined()
    stage.advance(20 * 60_000)
    expect(new Set(codes(run)).size).toBe(5)
    expect(failureOf(run)).toMatchObject({ kind: 'qrExpired', detail: { attempts: 5 } })
    expect(phase(run)).toBe('stopped')
    const asked = stage.world.exchanges.list().length
    stage.advance(3_600_000)
    expect(stage.world.exchanges.list().length).toBe(asked)
  })

  test('an account that only the desktop client may open is opened by it, after one refusal', () => {
    const stage = createStage({ accounts: [{ id: 'bot', webLogin: 'desktopOnly' }] })
    const run = stage.run()
    stage.advance(30_000)
    expect(phase(run)).toBe('online')
    expect(typesOf(run.events).filter((type) => type === 'refusedOnce')).toHaveLength(1)
  })

  test("an account that nobody may open ends the bot with the service's own text, after both profiles", () => {
    const stage = createStage({ accounts: [{ id: 'bot', webLogin: 'refused' }] })
    const run = stage.run()
    stage.advance(120_000)
    expect(failureOf(run)).toMatchObject({ kind: 'refused', detail: { code: 1203 } })
    expect(failureOf(run)).toHaveProperty('detail.reason', expect.stringMatching(/./))
    expect(stage.world.exchanges.list('webwxnewloginpage')).toHaveLength(2)
  })

  test('credentials in cookies alone are as good as those in XML', () => {
    const stage = createStage({ credentials: 'cookies', loginLocation: true })
    const run = stage.run({ bot: { profile: 'desktop' } })
    stage.advance(10_000)
    stage.say('alice', 'hello')
    stage.advance(5_000)
    expect(phase(run)).toBe('online')
    keepsItsPromises(stage)
  })

  test('a redirect_uri that leads elsewhere ends the login before anything is sent there', () => {
    const stage = createStage()
    stage.world.fault({ name: 'foreign-redirect-uri' })
    const hosts: string[] = []
    const run = stage.run({
      wire: (http) => (request) => {
        hosts.push(new URL(request.url).hostname)
        return http(request)
      },
    })
    stage.advance(60_000)
    expect(failureOf(run)).toMatchObject({ kind: 'foreignHost' })
    expect(hosts.filter((host) => !host.endsWith('.qq.com'))).toEqual([])
  })

  test.each(['redirect-302-foreign', 'redirect-307-foreign'])('%s of the login page is not followed', (name) => {
    const stage = createStage()
    stage.world.fault({ name, endpoint: 'webwxnewloginpage' })
    const hosts: string[] = []
    stage.run({
      wire: (http) => (request) => {
        hosts.push(new URL(request.url).hostname)
        return http(request)
      },
    })
    stage.advance(60_000)
    expect(hosts.filter((host) => !host.endsWith('.qq.com'))).toEqual([])
  })
})

describe('polling for the phone', () => {
  const tipsOf = (stage: Stage): [Run, string[]] => {
    const tips: string[] = []
    const run = stage.run({
      wire: (http) => (request) => {
        const { searchParams } = new URL(request.url)
        if (request.endpoint === 'login') tips.push(`${searchParams.get('uuid')} ${searchParams.get('tip')}`)
        return http(request)
      },
    })
    return [run, tips]
  }

  test('tip is 1 in the first poll for a code and 0 in all others, and a scan is seen at any time', () => {
    const stage = createStage({ phone: 'manual' })
    const [run, tips] = tipsOf(stage)
    stage.advance(60_000)
    stage.world.phone().scan()
    stage.advance(40_000)
    expect(phase(run)).toBe('scanned')
    stage.world.phone().cancel()
    stage.advance(60_000)
    stage.world.phone().scan()
    stage.advance(1_000)
    expect(phase(run)).toBe('scanned')
    const [first = '', second = ''] = codes(run)
    expect(tips).toEqual([
      `${first} 1`,
      ...tips.filter((tip) => tip === `${first} 0`),
      `${second} 1`,
      ...tips.filter((tip) => tip === `${second} 0`),
    ])
    expect(tips.filter((tip) => tip.endsWith(' 0')).length).toBeGreaterThanOrEqual(5)
  })

  test.each(['408', '201', '500', '0', '999'])(
    'code %s at once, again and again, is asked for once a second at the most',
    (code) => {
      const stage = createStage({ phone: 'manual' })
      stage.world.fault({ name: `retcode-${code}`, endpoint: 'login', times: 1_000_000 })
      const run = stage.run()
      stage.advance(60_000)
      const polls = stage.world.exchanges.list('login')
      expect(polls.length).toBeLessThanOrEqual(61)
      expect(polls.length).toBeGreaterThan(5)
      expect(run.states.length).toBeLessThan(10)
      stage.world.clearFaults()
      stage.advance(15_000)
      stage.world.phone().scan()
      stage.advance(5_000)
      stage.world.phone().confirm()
      stage.advance(10_000)
      expect(phase(run)).toBe('online')
      keepsItsPromises(stage)
    },
  )

  test.each(['202', '400'])('code %s at once, again and again, uses up the codes with growing pauses', (code) => {
    const stage = createStage({ phone: 'manual' })
    stage.world.fault({ name: `retcode-${code}`, endpoint: 'login', times: 1_000_000 })
    const run = stage.run({ bot: { qrAttempts: 20 } })
    stage.advance(60_000)
    expect(stage.world.exchanges.list('login').length).toBeLessThan(10)
    stage.advance(600_000)
    expect(failureOf(run)).toMatchObject({ kind: 'qrExpired', detail: { attempts: 20 } })
    expect(stage.world.exchanges.list('login')).toHaveLength(20)
  })

  test.each([
    ['login', '500'],
    ['login', '0'],
    ['jslogin', '500'],
  ])(
    '%s that answers %s for ever is tried for minutes, and the bot ends with what the server said',
    (endpoint, code) => {
      const stage = createStage({ phone: 'manual' })
      stage.world.fault({ name: `retcode-${code}`, endpoint, times: 1_000_000 })
      const run = stage.run()
      stage.advance(5 * 60_000)
      expect(run.end()).toBeUndefined()
      stage.advance(10 * 60_000)
      expect(failureOf(run)).toMatchObject({ kind: 'retcode', detail: { endpoint, code: Number(code) } })
      expect(stage.world.exchanges.list(endpoint).length).toBeLessThan(60)
    },
  )
})

describe('giving up', () => {
  test.each(['http-502', 'http-404', 'html', 'truncated', 'empty-body'])(
    'one that answers %s a dozen times was reached: the code comes all the same',
    (name) => {
      const stage = createStage()
      stage.world.fault({ name, endpoint: 'jslogin', times: 12 })
      const run = stage.run()
      stage.advance(5 * 60_000)
      expect([run.end(), run.states.at(-1)?.type]).toEqual([undefined, 'online'])
    },
  )

  test.each([
    ['never reached', 'reset', 30_000],
    ['reached, and answers nonsense for ever,', 'http-502', 600_000],
  ])('a server that was %s is given up in its time (%s)', (_, name, after) => {
    const stage = createStage()
    stage.world.fault({ name, times: 1_000_000 })
    const run = stage.run()
    stage.advance(after - 1_000)
    expect(run.end()).toBeUndefined()
    stage.advance(5_000)
    expect(failureOf(run)).toMatchObject({ kind: 'gaveUp', detail: { after } })
  })

  test.each([60_000, 600_000, 3_600_000, 0])(
    'a patience of %i ms that somebody asked for is obeyed before the first contact, too',
    (giveUp) => {
      const stage = createStage()
      stage.world.fault({ name: 'reset', times: 1_000_000 })
      const run = stage.run({ bot: { giveUp, firstContact: giveUp } })
      stage.advance(giveUp === 0 ? 7_200_000 : giveUp - 1_000)
      expect(run.end()).toBeUndefined()
      if (giveUp === 0) return
      stage.advance(5_000)
      expect(failureOf(run)).toMatchObject({ kind: 'gaveUp', detail: { after: giveUp } })
    },
  )

  test('a network that goes away is given up after ten minutes, and is asked calmly until then', () => {
    const stage = createStage()
    const run = stage.run()
    stage.advance(10_000)
    const before = stage.world.exchanges.list().length
    stage.world.fault({ name: 'reset', times: 1_000_000 })
    stage.advance(9 * 60_000)
    expect(phase(run)).toBe('offline')
    expect(stage.world.exchanges.list().length - before).toBeLessThan(100)
    stage.advance(3 * 60_000)
    expect(failureOf(run)).toMatchObject({ kind: 'gaveUp', detail: { after: 600_000 } })
    expect(phase(run)).toBe('stopped')
  })

  test('without a limit it waits for a day, which its cookies do not survive, and is handed what the server kept', () => {
    const stage = createStage({ backlog: 'kept' })
    const run = stage.run({ bot: { giveUp: 0 } })
    stage.advance(10_000)
    stage.world.fault({ name: 'reset', times: 1_000_000 })
    for (let hour = 0; hour < 24; hour += 1) {
      stage.say('alice', `hour ${hour}`)
      stage.advance(3_600_000)
    }
    expect(phase(run)).toBe('offline')
    stage.world.clearFaults()
    stage.advance(60_000)
    expect(phase(run)).toBe('online')
    keepsItsPromises(stage)
  })
})
