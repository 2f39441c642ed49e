import { from, NEVER, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Behaviour, type Command, reply, text } from '../../src/index.js'
import { createStage } from '../support/bot/stage.js'

/** What a program without types may hand over in place of a Command. */
const illTyped: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['undefined', undefined],
  ['a number', 42],
  ['a text', 'hello'],
  ['an empty object', {}],
  ['a type that is none', { type: 'text', to: 'filehelper', text: 'hello' }],
  ['a text that is a number', { type: 'send', to: 'filehelper', text: 42 }],
  ['a text that is missing', { type: 'send', to: 'filehelper' }],
  ['nobody to send it to', { type: 'send', text: 'hello' }],
  ['somebody who is a number', { type: 'send', to: 7, text: 'hello' }],
  ['a key that is an object', { type: 'send', to: 'filehelper', text: 'hello', key: {} }],
  ['a time that is none', { type: 'send', to: 'filehelper', text: 'hello', at: 'tomorrow' }],
  ['a revocation of nothing', { type: 'revoke', to: 'filehelper' }],
  ['a file that is none', { type: 'media', to: 'filehelper', kind: 'image', source: null }],
  ['nothing to pass on', { type: 'forward', to: 'filehelper', forward: null }],
]

const asCommand = (given: unknown): Command => given as Command

describe.each(illTyped)('%s in place of a Command', (what, given) => {
  test('out of a behaviour is told of, and nothing stops', () => {
    const stage = createStage()
    const run = stage.run({
      prepare: (bot) => {
        const careless: Behaviour = () => from([asCommand(given), text('filehelper', 'still here')])
        bot.use(careless)
      },
    })
    stage.advance(20_000)
    expect(run.events.filter(({ type }) => type === 'behaviourFailed')).toMatchObject([{ name: 'careless' }])
    expect(stage.world.sent().map((one) => one.text)).toEqual(['still here'])
    expect(run.end()).toBeUndefined()
  })

  test('out of a handler or a dialogue makes its message a dead letter, and the next one is handled, also after a restart', () => {
    const stage = createStage()
    const prepare = (bot: ReturnType<typeof stage.run>['bot']): void => {
      bot.handle('careless', (message) =>
        message.type === 'text' && message.text === 'bad' ? [asCommand(given)] : [reply(message, 'handled')],
      )
      bot.converse<number>('count', {
        start: () => 0,
        reduce: (count, message) => ({
          state: count + 1,
          commands:
            message.type === 'text' && message.text === 'bad' ? [asCommand(given)] : [reply(message, `${count}`)],
        }),
      })
    }
    const first = stage.run({ prepare })
    stage.advance(10_000)
    stage.say('alice', 'good')
    stage.say('alice', 'bad')
    stage.advance(60_000)
    first.bot.stop()
    const second = stage.run({ prepare })
    stage.advance(10_000)
    stage.say('alice', 'good again')
    stage.advance(60_000)
    const letters = first.events.flatMap((event) => (event.type === 'deadLetter' ? [event.letter.consumer] : []))
    expect(letters.toSorted()).toEqual(['careless', 'count'])
    expect(stage.world.sent().map((one) => one.text)).toEqual(['handled', '0', 'handled', '1'])
    expect(second.end()).toBeUndefined()
  })

  test('given to submit() is an argument failure', () => {
    const stage = createStage()
    const run = stage.run()
    stage.advance(10_000)
    const failures: unknown[] = []
    run.bot.submit(asCommand(given)).subscribe({ error: (error) => failures.push(error) })
    stage.advance(60_000)
    // This environment has no files; the real one says that it is neither a path nor bytes.
    const kind = what === 'a file that is none' ? 'media' : 'argument'
    expect(failures).toMatchObject([{ kind }])
    expect(stage.world.sent()).toEqual([])
  })
})

test.each([[42], [null], [undefined], [{}], ['']])(
  '%j in place of a text is an argument failure of send()',
  (given) => {
    const stage = createStage()
    const run = stage.run()
    stage.advance(10_000)
    const failures: unknown[] = []
    run.bot.send('filehelper', given as string).subscribe({ error: (error) => failures.push(error) })
    stage.advance(60_000)
    expect(failures).toMatchObject([{ kind: 'argument' }])
  },
)

test.each([
  ['nothing', () => undefined],
  ['something else', () => 42],
  ['what never ends', () => NEVER],
  [
    'what fails',
    () =>
      of(1).pipe(() => {
        throw new Error('oops')
      }),
  ],
])('a behaviour that is %s stops nobody', (_, behaviour) => {
  const stage = createStage()
  const run = stage.run({
    prepare: (bot) => {
      bot.use(behaviour as unknown as Behaviour)
      bot.use(() => of(text('filehelper', 'still here')))
    },
  })
  stage.advance(20_000)
  expect([stage.world.sent().length, run.end()]).toEqual([1, undefined])
})
