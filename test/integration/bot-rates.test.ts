import { map, NEVER, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Env } from '../../src/index.js'
import type { VirtualClock } from '../../src/testing/index.js'
import { createStage, type Stage } from '../support/bot/stage.js'

/** What an endpoint says, whatever it is asked. */
interface Repeated {
  readonly endpoint: string
  readonly named: string
  readonly body: string
}

const ret = (Ret: number, fields: object = {}): string =>
  JSON.stringify({ BaseResponse: { Ret, ErrMsg: '' }, ...fields })
const codes = [0, 1, -1, -14, 3, 1100, 1101, 1102, 1103, 1203, 1204, 1205, 9999]
const key = (position: number) => ({ Count: 1, List: [{ Key: 2, Val: 700_723_000 + position }] })
const keys = (position: number) => ({ SyncKey: key(position), SyncCheckKey: key(position) })
const text = { MsgId: '7000000000000000001', MsgType: 1, FromUserName: '@nobody', ToUserName: '@me', Content: 'again' }
const opened = {
  MsgId: '7000000000000000002',
  MsgType: 51,
  FromUserName: '@me',
  ToUserName: '@me',
  StatusNotifyCode: 4,
  StatusNotifyUserName: '@x,@y,@@z',
}
const person = { UserName: '@somebody', NickName: 'somebody' }
const room = { UserName: '@@room', NickName: 'a room' }

const answers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  jslogin: {
    ...Object.fromEntries(
      [200, 201, 400, 500, 0].map((code) => [`${code}`, `window.QRLogin.code = ${code}; window.QRLogin.error = "x";`]),
    ),
    'the same uuid': 'window.QRLogin.code = 200; window.QRLogin.uuid = "AbCdEfGhIj==";',
  },
  login: {
    ...Object.fromEntries(
      [408, 201, 202, 400, 500, 0, 1100, 1203, 9999].map((code) => [`${code}`, `window.code=${code};`]),
    ),
    confirmed:
      'window.code=200;\nwindow.redirect_uri="https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=spent";',
  },
  webwxnewloginpage: {
    ...Object.fromEntries(codes.map((code) => [`${code}`, `<error><ret>${code}</ret><message>x</message></error>`])),
    'a session that is none':
      '<error><ret>0</ret><skey>@crypt_1_2</skey><wxsid>sid</wxsid><wxuin>1</wxuin><pass_ticket>t</pass_ticket></error>',
  },
  webwxpushloginurl: {
    ...Object.fromEntries(codes.map((code) => [`${code}`, `{"ret":"${code}","msg":"x"}`])),
    'a uuid that is none': '{"ret":"0","msg":"all ok","uuid":"AbCdEfGhIj=="}',
  },
  webwxinit: {
    ...Object.fromEntries(codes.map((code) => [`${code}`, ret(code)])),
    'another account': ret(0, { User: { UserName: '@me' }, SyncKey: key(1), ChatSet: '@x,@@z,', ContactList: [room] }),
    'no key': ret(0, { User: { UserName: '@me' }, SyncKey: {} }),
  },
  webwxstatusnotify: Object.fromEntries(codes.map((code) => [`${code}`, ret(code)])),
  webwxgetcontact: {
    ...Object.fromEntries(codes.map((code) => [`${code}`, ret(code)])),
    'another page': ret(0, { MemberList: [person, room], Seq: 7 }),
  },
  webwxbatchgetcontact: {
    ...Object.fromEntries(codes.map((code) => [`${code}`, ret(code)])),
    'somebody else': ret(0, { ContactList: [person, room] }),
  },
  synccheck: {
    ...Object.fromEntries(codes.map((code) => [`${code}`, `window.synccheck={retcode:"${code}",selector:"0"}`])),
    ...Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7, 9].map((selector) => [
        `selector ${selector}`,
        `window.synccheck={retcode:"0",selector:"${selector}"}`,
      ]),
    ),
  },
  webwxsync: {
    ...Object.fromEntries(codes.map((code) => [`${code}`, ret(code)])),
    ...Object.fromEntries(
      Object.entries({
        nothing: {},
        text: { AddMsgList: [text] },
        opened: { AddMsgList: [opened] },
        person: { ModContactList: [person] },
        room: { ModContactList: [room] },
        gone: { DelContactList: [person, room] },
        'all of it': {
          AddMsgList: [text, opened],
          ModContactList: [person, room],
          DelContactList: [person],
          SKey: '@crypt_new',
        },
      }).flatMap(([named, lists]) =>
        [0, 1].flatMap((ContinueFlag) =>
          Object.entries({ 'no key': {}, 'a key': keys(1) }).map(([which, position]) => [
            `${named}, ContinueFlag ${ContinueFlag}, ${which}`,
            ret(0, { ...lists, ...position, ContinueFlag }),
          ]),
        ),
      ),
    ),
  },
}

const rows: readonly Repeated[] = Object.entries(answers).flatMap(([endpoint, bodies]) =>
  Object.entries(bodies).map(([named, body]) => ({ endpoint, named, body })),
)

/** More than this is seen to be too much; then nothing is answered any more. */
const enough = 5_000

/** Answers after a millisecond, and notes when each endpoint was asked. */
const repeating =
  ({ endpoint, body }: Repeated, asked: Map<string, number[]>, { now, scheduler }: VirtualClock) =>
  (http: Env['http']): Env['http'] =>
  (request) => {
    const times = asked.get(request.endpoint) ?? []
    asked.set(request.endpoint, times)
    times.push(now())
    if (times.length > enough) return NEVER
    if (request.endpoint !== endpoint) return http(request)
    return timer(1, scheduler).pipe(map(() => ({ status: 200, headers: {}, setCookies: [], body })))
  }

const inAnyMinute = (times: readonly number[]): number => {
  let most = 0
  for (let from = 0, to = 0; to < times.length; to += 1) {
    while ((times[to] ?? 0) - (times[from] ?? 0) >= 60_000) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}

/** Polls and pulls a second apart, and everything else with pauses that grow. */
const perMinute: Readonly<Record<string, number>> = { synccheck: 66, webwxsync: 66, login: 62 }
const perMinuteElse = 30

/** In half an hour: pauses grow to 15 s between those that cost little, and to 5 min between those that cost an address book. */
const perHalfHour: Readonly<Record<string, number>> = {
  jslogin: 240,
  webwxinit: 240,
  webwxgetcontact: 40,
  webwxbatchgetcontact: 120,
  webwxnewloginpage: 240,
  webwxpushloginurl: 10,
}

/** These are told the same from the first login on; the others once the bot is online and was seen to work. */
const fromTheFirst: ReadonlySet<string> = new Set([
  'jslogin',
  'login',
  'webwxnewloginpage',
  'webwxstatusnotify',
  'webwxgetcontact',
  'webwxbatchgetcontact',
])

/** Half an hour of a bot that never gives up, in which something is said, and the session is lost in the middle of it. */
function live(
  repeated: Repeated,
  rooms = 0,
): { readonly stage: Stage; readonly asked: ReadonlyMap<string, readonly number[]> } {
  const stage = createStage()
  for (let n = 0; n < rooms; n += 1)
    stage.world.addRoom({ id: `room ${n}`, topic: `Room ${n}`, members: ['bot', 'alice', 'bob'], saved: true })
  const asked = new Map<string, number[]>()
  const start = stage.clock.now()
  const strikesAt = fromTheFirst.has(repeated.endpoint) ? 0 : 60_000
  stage.run({
    bot: { relogin: 'always', qrAttempts: 1_000_000, giveUp: 0 },
    wire: (http) => {
      const struck = repeating(repeated, asked, stage.clock)(http)
      return (request) => (stage.clock.now() - start < strikesAt ? http : struck)(request)
    },
  })
  for (let n = 0; n < 6; n += 1) {
    stage.advance(300_000)
    stage.say('alice', `${n}`)
    if (n === 3) stage.world.kick(undefined, 1100)
  }
  return { stage, asked }
}

describe('whatever one endpoint answers at once and for ever, none is asked faster than it may be', () => {
  test.each(rows)('$endpoint: $named', (repeated) => {
    isNeverHasty(live(repeated))
  })
})

function isNeverHasty({ stage, asked }: ReturnType<typeof live>): void {
  const hasty = [...asked].flatMap(([endpoint, times]) => {
    const minute = inAnyMinute(times)
    const isHasty =
      minute > (perMinute[endpoint] ?? perMinuteElse) ||
      times.length > (perHalfHour[endpoint] ?? Number.POSITIVE_INFINITY)
    return isHasty ? [`${endpoint}: ${minute} in a minute, ${times.length} in half an hour`] : []
  })
  expect(hasty).toEqual([])
  expect(stage.runs.flatMap(({ events }) => events.filter(({ type }) => type === 'crashed'))).toEqual([])
}

/** All that a service may say to groups, or to names, that it does not like. */
const toGroups: readonly Repeated[] = [
  ...rows.filter(({ endpoint }) => endpoint === 'webwxbatchgetcontact'),
  { endpoint: 'webwxbatchgetcontact', named: 'a page', body: '<html></html>' },
  { endpoint: 'webwxbatchgetcontact', named: 'nothing', body: '' },
]

test.each(toGroups)('an account with 240 rooms, where webwxbatchgetcontact says for ever: $named', (repeated) => {
  isNeverHasty(live(repeated, 240))
})
