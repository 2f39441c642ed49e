import fc from 'fast-check'
import { of } from 'rxjs'
import { reply } from '../../../src/index.js'
import { createStage, type Run, type Stage } from './stage.js'

/** One thing that happens to a bot. */
export type Happening =
  | { readonly type: 'say'; readonly who: 'alice' | 'bob' | 'team'; readonly times: number }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'fault'; readonly name: string; readonly endpoint: string; readonly times: number }
  | { readonly type: 'send'; readonly to: 'filehelper' | '爱丽丝' }
  | { readonly type: 'kick'; readonly code: number }
  | { readonly type: 'restart' }
  | { readonly type: 'kill' }
  /** The process dies at one of its next commits. */
  | { readonly type: 'die'; readonly when: 'before' | 'after'; readonly commits: number }

/** Faults that leave the server as it was. */
const harmless = [
  'reset',
  'hang',
  'http-500',
  'http-502',
  'html',
  'empty-body',
  'wrong-json',
  'retcode-1',
  'retcode-1205',
]

/** Faults of an answer whose work was done. */
const late = ['answer-lost', 'truncated', 'bom', 'delay', 'null-entries']

const ofSync = ['empty-synckey', 'missing-synckey', 'no-synccheckkey', 'stale-synckey', 'duplicate-batch']

const ended = ['retcode-1100', 'retcode-1102', 'retcode--14']

/**
 * An init whose answer is lost has begun the session at the server: what is said until the next one is nobody's any more. That is the
 * protocol's hole, so inits fail in harmless ways only.
 */
const strikes: readonly (readonly [string, readonly string[]])[] = [
  ['synccheck', [...harmless, ...late, ...ended]],
  ['webwxsync', [...harmless, ...late, ...ended, ...ofSync]],
  ['webwxsendmsg', ['reset', 'hang', 'http-500', 'html', 'retcode-1205', ...late, ...ended]],
  ['webwx*getcontact', [...harmless, ...late]],
  ['webwxinit', harmless],
  ['webwxpushloginurl', [...harmless, ...late]],
  ['login', ['reset', 'hang', 'http-502', 'html', 'empty-body', 'bom']],
]

const fault = fc.constantFrom(...strikes).chain(([endpoint, names]) =>
  fc.record({
    type: fc.constant('fault' as const),
    name: fc.constantFrom(...names),
    endpoint: fc.constant(endpoint),
    times: fc.integer({ min: 1, max: 4 }),
  }),
)

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('say' as const),
      who: fc.constantFrom('alice' as const, 'bob' as const, 'team' as const),
      times: fc.constantFrom(1, 2, 3, 120),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 50, 700, 1_000, 7_000, 40_000, 700_000),
    }),
  },
  { weight: 4, arbitrary: fault },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('send' as const),
      to: fc.constantFrom('filehelper' as const, '爱丽丝' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('kick' as const), code: fc.constantFrom(1100, 1101, 1102) }) },
  { weight: 1, arbitrary: fc.constantFrom({ type: 'restart' as const }, { type: 'kill' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('die' as const),
      when: fc.constantFrom('before' as const, 'after' as const),
      commits: fc.integer({ min: 1, max: 12 }),
    }),
  },
)

export const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(happening, { maxLength: 30 })

/** What came of it. */
export interface Adventure {
  readonly stage: Stage
  /** MsgIds in the order the handler was given them, over all processes. */
  readonly handled: readonly { readonly id: string; readonly conversation: string }[]
  /** Processes that ended without having been able to settle. */
  readonly deaths: number
  readonly texts: readonly string[]
}

/** Plays it, with a bot that answers whatever it is told, and lets everything come to rest. */
export function live(story: readonly Happening[]): Adventure {
  const stage = createStage({ backlog: 'kept', dedupWithin: 24 * 3_600_000 })
  const handled: { readonly id: string; readonly conversation: string }[] = []
  const texts: string[] = []
  let deaths = 0
  let run = start()
  stage.advance(10_000)

  function start(): Run {
    return stage.run({
      bot: { giveUp: 0, qrAttempts: 1_000 },
      prepare: (bot, { store }) =>
        bot.handle('all', (message) => {
          if (store.isAlive()) handled.push({ id: message.id, conversation: message.conversation.id })
          return of(reply(message, `re: ${message.id}`))
        }),
    })
  }

  const rise = (): void => {
    run.kill()
    deaths += 1
    run = start()
  }

  for (const happens of story) {
    switch (happens.type) {
      case 'say':
        for (let n = 0; n < happens.times; n += 1)
          if (happens.who === 'team') stage.sayIn('team', 'bob', `${n}`)
          else stage.say(happens.who, `${n}`)
        break
      case 'wait':
        stage.advance(happens.ms)
        break
      case 'fault':
        stage.world.fault({ name: happens.name, endpoint: happens.endpoint, times: happens.times })
        break
      case 'send': {
        const text = `send ${texts.length}`
        texts.push(text)
        run.bot.send(happens.to, text).subscribe({ error: () => {} })
        break
      }
      case 'kick':
        stage.world.kick(undefined, happens.code)
        break
      case 'restart':
        run.bot.stop()
        run = start()
        break
      case 'kill':
        rise()
        break
      case 'die': {
        let left = happens.commits
        run.store.dieAt(happens.when, () => {
          left -= 1
          return left <= 0
        })
      }
    }
    if (!run.store.isAlive()) rise()
  }
  stage.world.clearFaults()
  for (let rest = 0; rest < 4; rest += 1) {
    stage.advance(600_000)
    if (!run.store.isAlive()) rise()
    run.bot.login()
  }
  stage.advance(1_800_000)
  return { stage, handled, deaths, texts }
}
