import { describe, expect, test } from 'vitest'
import { isFailure } from '../../src/index.js'
import { createStage, type Run, type Stage, typesOf } from '../support/bot/stage.js'

/** A bot that meets these redirects, and the hosts it spoke to. */
function redirected(
  status: 302 | 307,
  endpoint: string,
  how: { readonly times?: number; readonly after?: number } = {},
) {
  const stage = createStage()
  stage.world.fault({ name: `redirect-${status}-foreign`, endpoint, ...how })
  const hosts: string[] = []
  const run = stage.run({
    wire: (http) => (request) => {
      hosts.push(new URL(request.url).hostname)
      return http(request)
    },
  })
  return { stage, run, hosts }
}

const failuresIn = ({ events, end }: Run): readonly unknown[] => [
  ...events.flatMap((event) => ('failure' in event ? [event.failure] : [])),
  ...[end()?.error].filter((error) => error !== undefined),
]

/** It is named, and nothing of the address but its host. */
function isNamed(run: Run, endpoint: string): void {
  const foreign = failuresIn(run).filter((one) => isFailure(one) && one.kind === 'foreignHost')
  expect(foreign.length).toBeGreaterThan(0)
  for (const one of foreign)
    expect(JSON.parse(JSON.stringify(one))).toMatchObject({
      detail: { endpoint, host: expect.stringMatching(/^[\w.-]+$/) },
    })
}

function worksAfterwards(stage: Stage, run: Run): void {
  stage.say('alice', 'still there?')
  stage.advance(60_000)
  expect(run.messages.map((message) => ('text' in message ? message.text : ''))).toContain('still there?')
}

const passing = ['jslogin', 'login', 'webwxinit', 'webwxgetcontact', 'webwxbatchgetcontact', 'synccheck', 'webwxsync']
const rows = passing.flatMap((endpoint) => [302, 307].map((status) => [status as 302 | 307, endpoint] as const))

describe('a redirect to a foreign host is not followed, is named, and passes', () => {
  test.each(rows)('%i at %s', (status, endpoint) => {
    const { stage, run, hosts } = redirected(status, endpoint, { times: 2 })
    stage.advance(60_000)
    stage.say('bob', 'something to pull')
    stage.advance(60_000)
    isNamed(run, endpoint)
    worksAfterwards(stage, run)
    expect(hosts.filter((host) => !host.endsWith('.qq.com'))).toEqual([])
  })

  test.each([302, 307] as const)('%i at webwxsendmsg: it is sent once all the same', (status) => {
    const { stage, run } = redirected(status, 'webwxsendmsg', { times: 2 })
    const outcomes: string[] = []
    run.bot.send('filehelper', 'once').subscribe(({ outcome }) => outcomes.push(outcome))
    stage.advance(60_000)
    isNamed(run, 'webwxsendmsg')
    expect([outcomes, stage.world.sent().map(({ text }) => text)]).toEqual([['accepted'], ['once']])
  })
})

test('a page of the network in place of the first answer is waited out for as long as a first login waits, and named then', () => {
  const { stage, run, hosts } = redirected(302, 'jslogin', { times: 1_000 })
  stage.advance(29_000)
  expect([run.end(), hosts.length > 2, hosts.length < 12]).toEqual([undefined, true, true])
  stage.advance(2_000)
  expect(run.end()?.error).toMatchObject({
    kind: 'gaveUp',
    detail: {
      after: 30_000,
      last: expect.stringMatching(/^jslogin: the server pointed to [\w.-]+, which is not trusted/),
    },
  })
})

test('a page of the network in the middle of a session ends as an outage does', () => {
  const { stage, run } = redirected(302, 'synccheck', { after: 2, times: 100_000 })
  stage.advance(5 * 60_000)
  expect([run.end(), typesOf(run.states).at(-1)]).toEqual([undefined, 'offline'])
  stage.advance(10 * 60_000)
  expect(run.end()?.error).toMatchObject({ kind: 'gaveUp' })
})
