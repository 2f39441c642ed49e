import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { command, hears, type MessageOf, mentionsMe, reply } from '../../src/index.js'
import { type TestBot, testBot } from '../../src/testing/index.js'

/** Says which of the three operators heard a message. */
const ears = (name = 'File Helper 2'): TestBot =>
  testBot(
    [
      (messages$) =>
        messages$.pipe(
          hears(/^ding$/),
          map((one) => reply(one, 'heard')),
        ),
      (messages$) =>
        messages$.pipe(
          command('写'),
          map((one) => reply(one, `command ${one.args.join('|')}`)),
        ),
      (messages$) =>
        messages$.pipe(
          mentionsMe(),
          map((one) => reply(one, 'mentioned')),
        ),
    ],
    {
      world: {
        accounts: [{ id: 'bot', nickName: name }],
        persons: [
          { id: 'alice', nickName: 'Alice' },
          { id: 'bob', nickName: 'Bob B. 鲍勃' },
        ],
        rooms: [{ id: 'team', topic: 'Team', members: ['bot', 'alice', 'bob'] }],
      },
    },
  )

const last = (bot: TestBot) => bot.messages.at(-1)

/** Alice replies in the room to what Bob said, in both forms. */
const replies = (form: 'app' | 'text', reply: string, quoted: string, name?: string): TestBot => {
  const bot = ears(name)
  bot.world.person('alice').sendQuote('team', reply, { msgId: '7', by: 'bob', content: quoted, form })
  bot.advance(5_000)
  return bot
}

describe.each(['app', 'text'] as const)('a reply that quotes something, as %s', (form) => {
  test('is a quote, with what was written now apart from what is quoted', () => {
    const message = last(replies(form, 'first\nsecond', 'old\nlines')) as MessageOf<'quote'>
    expect(message).toMatchObject({
      type: 'quote',
      text: 'first\nsecond',
      words: 'first\nsecond',
      wordsWithoutMentions: 'first\nsecond',
      quoted: { name: 'Bob B. 鲍勃', kind: 'text', text: 'old\nlines', content: 'old\nlines' },
    })
  })

  test('is heard by what was written now', () => {
    expect(replies(form, 'ding', 'whatever').sentTo('team')).toEqual(['heard'])
    expect(replies(form, '/写 a b', 'whatever').sentTo('team')).toEqual(['command a|b'])
    expect(replies(form, '@File Helper 2 /写 x', 'whatever').sentTo('team')).toEqual(['command x', 'mentioned'])
  })

  test('is not heard by what is quoted', () => {
    for (const quoted of ['ding', '/写 a', '@File Helper 2\u2005hello', '@所有人\u2005hello']) {
      const bot = replies(form, 'no', quoted)
      expect([bot.sentTo('team'), last(bot)?.mentionsMe, last(bot)?.mentions]).toEqual([[], false, []])
    }
  })

  test('may quote a quote, and a line of dashes', () => {
    const inner = '「Bob：old」\n- - - - - - - - - - - - - - -\nding'
    expect(last(replies(form, 'now', inner))).toMatchObject({ words: 'now', quoted: { text: inner } })
    expect(last(replies(form, 'a\n- - - - - - - -\nb', 'old'))).toMatchObject({ words: 'a\n- - - - - - - -\nb' })
  })

  test('between two people has words, and mentions nobody', () => {
    const bot = ears()
    bot.world.person('alice').sendQuote('bot', 'ding', { msgId: '7', by: 'alice', content: 'x', form })
    bot.advance(5_000)
    expect([bot.sentTo('alice'), last(bot)?.mentions]).toEqual([['heard'], []])
  })
})

describe('who is quoted', () => {
  test('in a room the person, and not the room', () => {
    const bot = replies('app', 'yes', 'old')
    const { wxid } = bot.world.persons.get('bob') ?? {}
    expect(last(bot)).toMatchObject({ quoted: { realId: wxid } })
    const { Content } = last(bot)?.raw ?? {}
    const { chatroom } = bot.world.rooms.get('team') ?? {}
    expect(Content).toContain(`&lt;fromusr&gt;${chatroom}&lt;/fromusr&gt;`)
    expect(Content).toContain(`&lt;chatusr&gt;${wxid}&lt;/chatusr&gt;`)
  })

  test('between two people that person', () => {
    const bot = ears()
    bot.world.person('alice').sendQuote('bot', 'yes', { msgId: '7', by: 'alice', content: 'x' })
    bot.advance(5_000)
    expect(last(bot)).toMatchObject({ quoted: { realId: bot.world.persons.get('alice')?.wxid } })
  })
})

describe('a mention in front', () => {
  test.each([
    ['@File Helper 2 /写 x', '/写 x', ['command x', 'mentioned']],
    ['@File Helper 2\u2005/写 x', '/写 x', ['command x', 'mentioned']],
    ['  @File Helper 2\u2005 @Bob B. 鲍勃 /写 x', '/写 x', ['command x', 'mentioned']],
    ['@Bob B. 鲍勃 /写 x', '/写 x', ['command x']],
    ['@所有人 /写 x', '/写 x', ['command x', 'mentioned']],
    ['@all\u2005/写 x', '/写 x', ['command x', 'mentioned']],
    ['@Nobody\u2005/写 x', '/写 x', ['command x']],
    ['/写 @Bob B. 鲍勃 x', '/写 x', ['command @Bob|B.|鲍勃|x']],
    ['hello @File Helper 2', 'hello', ['mentioned']],
    ['one @File Helper 2\u2005two', 'one two', ['mentioned']],
    ['a@File Helper 2 b', 'a b', ['mentioned']],
    ['write to me@example.com', 'write to me@example.com', []],
  ])('%j is no part of the words', (text, bare, heard) => {
    const bot = ears()
    bot.saysIn('team', 'alice', text)
    expect([last(bot)?.words, last(bot)?.wordsWithoutMentions]).toEqual([text, bare])
    expect(bot.sentTo('team').toSorted()).toEqual([...heard].sort())
  })

  test('counts in a room whose members are not known', () => {
    const bot = ears()
    bot.fault('http-502', { times: 1_000, endpoint: 'webwxbatchgetcontact' })
    bot.world.addRoom({ id: 'new', topic: 'New', members: ['bot', 'alice'] })
    bot.world.person('alice').sayIn('new', '@File Helper 2 /写 x')
    bot.advance(60_000)
    expect(bot.sentTo('new').toSorted()).toEqual(['command x', 'mentioned'])
  })
})

test('what has no words of its own has none', () => {
  const bot = ears()
  bot.world.person('alice').sendLink('team', { title: 'ding', url: 'https://example.com/' })
  bot.advance(5_000)
  expect([last(bot)?.words, last(bot)?.wordsWithoutMentions, bot.sentTo('team')]).toEqual(['', '', []])
})

describe.each(['zh', 'en'] as const)('what the emulator says in %s, the bot reads', (language) => {
  const world = {
    language,
    accounts: [{ id: 'bot', nickName: 'Bot' }],
    persons: [
      { id: 'alice', nickName: 'Smith, John' },
      { id: 'bob', nickName: 'Bonnie and Clyde' },
    ],
    rooms: [{ id: 'team', topic: 'Team', members: ['bot', 'alice', 'bob'] }],
  }

  test.each(['text', 'sysmsg'] as const)('who patted whom, as %s', (form) => {
    const bot = testBot([], { world })
    const { alice, bob } = Object.fromEntries(['alice', 'bob'].map((id) => [id, bot.world.persons.get(id)]))
    bot.world.person('alice').pat('team', 'bob', form)
    bot.world.person('bob').pat('team', 'bot', form)
    bot.advance(5_000)
    const shown = (person: typeof alice) =>
      form === 'text' ? { name: person?.nickName, realId: '' } : { name: '', realId: person?.wxid }
    expect(bot.messages.filter(({ type }) => type === 'pat')).toMatchObject([
      { by: { ...shown(alice), isSelf: false }, patted: { ...shown(bob), isSelf: false } },
      { by: { ...shown(bob), isSelf: false }, patted: { isSelf: true } },
    ])
  })

  test('who took a message back', () => {
    const bot = testBot([], { world })
    const id = bot.world.person('alice').say('team', 'oops')
    bot.world.person('alice').recall(id)
    bot.advance(5_000)
    const text = language === 'zh' ? '"Smith, John" 撤回了一条消息' : '"Smith, John" has recalled a message.'
    expect(last(bot)).toMatchObject({ type: 'recall', recalledId: id, text })
  })
})
