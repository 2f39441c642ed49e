import { randomBytes } from 'node:crypto'
import { concatMap, map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import {
  type Command,
  type Failure,
  file,
  forward,
  gif as gifOf,
  image,
  isFailure,
  type MediaLimits,
  media,
  memoryStore,
  ofType,
  type Receipt,
  sticker,
  text,
  texts,
  video,
} from '../../src/index.js'
import { type TestBot, type TestBotOptions, testBot } from '../../src/testing/index.js'
import { gif, hostileName, mp4, png, sha256 } from '../support/media/samples.js'

const chunk = 524_288

interface Ended {
  receipt?: Receipt
  failed?: Failure
}

/** Begins to carry it out, and says what has become of it at any time. */
function submit({ bot }: TestBot, command: Command): Ended {
  const ended: Ended = {}
  bot.submit(command).subscribe({
    next: (receipt) => {
      ended.receipt = receipt
    },
    error: (error: unknown) => {
      if (isFailure(error)) ended.failed = error
      else throw error
    },
  })
  return ended
}

const run = (test: TestBot, command: Command, time = 60_000): Ended => {
  const ended = submit(test, command)
  test.advance(time)
  return ended
}

const uploads = ({ world }: TestBot): number => world.exchanges.list('webwxuploadmedia').length

describe('what is sent arrives', () => {
  test.each([1, chunk - 1, chunk, chunk + 1, 3 * chunk + 5])(
    'a file of %i bytes, with a name that is none of XML’s business',
    (size) => {
      const bytes = randomBytes(size)
      const it = testBot([])
      expect(run(it, file('filehelper', bytes, { name: hostileName })).receipt?.outcome).toBe('accepted')
      const [sent] = it.sent()
      expect(sent).toMatchObject({ type: 6, to: 'filehelper', requests: 1, media: { name: hostileName, size } })
      expect(sent?.media?.sha256).toBe(sha256(bytes))
      expect(uploads(it)).toBe(Math.ceil(size / chunk))
    },
  )

  test.each<readonly [string, Command, number]>([
    ['a picture', image('filehelper', png), 3],
    ['a picture that moves, sent as a picture', image('filehelper', gif), 47],
    ['a moving picture', gifOf('filehelper', gif), 47],
    ['a film', video('filehelper', mp4(2_000), { name: 'a.mp4' }), 43],
    ['a file that is a picture', file('filehelper', png, { name: 'a.png' }), 6],
    ['whatever it is: a picture', media('filehelper', png), 3],
    ['whatever it is: a film', media('filehelper', mp4(2_000)), 43],
    ['whatever it is: a file', media('filehelper', new TextEncoder().encode('a,b'), { name: 'table.csv' }), 6],
  ])('%s', (_, command, type) => {
    const it = testBot([])
    expect(run(it, command).receipt?.outcome).toBe('accepted')
    expect(it.sent()).toMatchObject([{ type, requests: 1 }])
  })

  test('a path is read where it lies; a file without a name is called by its content', () => {
    const it = testBot([], { files: new Map([['/pictures/cat.png', png]]) })
    run(it, image('filehelper', '/pictures/cat.png'))
    run(it, file('filehelper', png))
    expect(it.sent().map(({ media }) => media?.name)).toEqual(['cat.png', 'file.png'])
  })

  test('the progress of an upload is told, chunk by chunk, under the key of its send', () => {
    const it = testBot([])
    run(it, file('filehelper', randomBytes(2 * chunk + 5), { key: 'report' }))
    expect(it.events.filter(({ type }) => type === 'progress')).toEqual(
      [chunk, 2 * chunk, 2 * chunk + 5].map((bytes) => ({
        type: 'progress',
        key: 'report',
        bytes,
        total: 2 * chunk + 5,
      })),
    )
  })

  test('the same file for a second person goes up once', () => {
    const it = testBot([], { files: new Map([['/cat.png', png]]) })
    run(it, image('filehelper', '/cat.png'))
    run(it, image('爱丽丝', '/cat.png'))
    expect(it.sent().map(({ to }) => to)).toEqual(['filehelper', 'alice'])
    expect(uploads(it)).toBe(1)
  })

  test('a MediaId that the service has forgotten is got again by another upload', () => {
    const it = testBot([], { files: new Map([['/cat.png', png]]) })
    run(it, image('filehelper', '/cat.png'))
    it.world.fault({ name: 'retcode-1', endpoint: 'webwxsendmsgimg', times: 1 })
    expect(run(it, image('filehelper', '/cat.png')).receipt?.outcome).toBe('accepted')
    expect(uploads(it)).toBe(2)
  })

  test('a large file is asked about first, and one that the service has is not uploaded at all', () => {
    const bytes = randomBytes(26 * 1024 * 1024)
    const it = testBot([])
    expect(run(it, file('filehelper', bytes, { name: 'a.bin' }), 300_000).receipt?.outcome).toBe('accepted')
    const before = uploads(it)
    expect(run(it, file('filehelper', bytes, { name: 'b.bin' }), 300_000).receipt?.outcome).toBe('accepted')
    expect([before, uploads(it)]).toEqual([52, 52])
    expect(it.sent().map(({ media }) => media?.sha256)).toEqual([sha256(bytes), sha256(bytes)])
  })

  test('what a behaviour sends keeps its order: a file, and the text behind it', () => {
    const it = testBot(
      (messages$) => messages$.pipe(concatMap((message) => [image(message, '/cat.png'), text(message, 'that was it')])),
      {
        files: new Map([['/cat.png', png]]),
      },
    )
    it.says('Alice', 'cat?')
    it.advance(60_000)
    expect(it.sent().map(({ type }) => type)).toEqual([3, 1])
  })

  test('what a handler answers is measured before it counts as done', () => {
    const it = testBot([], {
      prepare: (bot) => bot.handle('cats', (message) => [image(message, png), file(message, '/missing')]),
    })
    it.says('Alice', 'cat?')
    it.advance(120_000)
    expect(it.sent()).toEqual([])
    expect(it.events.find(({ type }) => type === 'deadLetter')).toMatchObject({
      letter: { reason: expect.stringContaining('there is no such file') },
    })
  })
})

describe('what cannot be sent is refused before its first byte', () => {
  const small: MediaLimits = { image: 10, gif: 10, video: 10, file: 10 }
  test.each<readonly [string, Command, string, TestBotOptions]>([
    ['nothing', file('filehelper', new Uint8Array()), 'empty', {}],
    ['an empty stream', file('filehelper', new Uint8Array(0), { name: 'a' }), 'empty', {}],
    ['too much', file('filehelper', new Uint8Array(11)), 'tooLarge', { bot: { limits: small } }],
    ['too much of a picture', image('filehelper', png), 'tooLarge', { bot: { limits: small } }],
    ['a picture as a film', video('filehelper', png), 'wrongKind', {}],
    ['a text as a picture', image('filehelper', new TextEncoder().encode('hello')), 'wrongKind', {}],
    ['what is not there', file('filehelper', '/missing'), 'unreadable', {}],
  ])('%s', (_, command, reason, options) => {
    const it = testBot([], options)
    expect(run(it, command).failed).toMatchObject({ kind: 'media', detail: { reason } })
    expect([it.sent().length, uploads(it)]).toEqual([0, 0])
  })

  test('without limits it is the service that decides', () => {
    const it = testBot([], { bot: { limits: false } })
    expect(run(it, video('filehelper', mp4(21 * 1024 * 1024)), 300_000).receipt?.outcome).toBe('accepted')
  })
})

describe('an upload that goes wrong', () => {
  const bytes = randomBytes(3 * chunk + 5)

  test.each([
    'reset',
    'hang',
    'answer-lost',
    'html',
    'http-500',
    'http-502',
    'empty-body',
    'truncated',
    'reset-midway',
    'retcode--1',
    'slow-drip',
  ])('%s at each chunk in turn: that chunk again and no other, the whole file there', (name) => {
    for (const after of [0, 1, 2, 3]) {
      const it = testBot([])
      it.world.fault({ name, endpoint: 'webwxuploadmedia', times: 1, after })
      expect(run(it, file('filehelper', bytes, { name: 'a.bin' }), 400_000).receipt?.outcome).toBe('accepted')
      expect(it.sent().map(({ media }) => media?.sha256)).toEqual([sha256(bytes)])
      expect(uploads(it)).toBe(name === 'slow-drip' ? uploads(it) : 5)
    }
  })

  test('a service that has lost the first chunks gets the file from its start', () => {
    const it = testBot([])
    it.world.fault({ name: 'retcode-1', endpoint: 'webwxuploadmedia', times: 1, after: 2 })
    expect(run(it, file('filehelper', bytes), 120_000).receipt?.outcome).toBe('accepted')
    expect(it.sent()[0]?.media?.sha256).toBe(sha256(bytes))
    expect(uploads(it)).toBe(7)
  })

  test('a file that is never taken is refused, which is certain: nothing of it was to be seen', () => {
    const it = testBot([])
    it.world.fault({ name: 'retcode-1', endpoint: 'webwxuploadmedia', times: 1_000 })
    const { receipt } = run(it, file('filehelper', bytes, { name: 'a.bin' }), 600_000)
    expect(receipt).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('"a.bin": the service did not take it'),
    })
    expect(it.sent()).toEqual([])
  })

  test('too often: the breaker waits, and the file goes up then', () => {
    const it = testBot([])
    it.world.fault({ name: 'retcode-1205', endpoint: 'webwxuploadmedia', times: 1 })
    const ended = submit(it, image('filehelper', png))
    it.advance(20_000)
    expect(ended.receipt).toBeUndefined()
    it.advance(20_000)
    expect(ended.receipt?.outcome).toBe('accepted')
    expect(it.events.filter(({ type }) => type === 'rateLimited').length).toBe(1)
  })

  test('a session that ends in the middle: the next one uploads anew, and it is sent once', () => {
    const it = testBot([])
    it.world.fault({ name: 'retcode-1102', endpoint: 'webwxuploadmedia', times: 1, after: 2 })
    expect(run(it, file('filehelper', bytes, { name: 'a.bin' }), 120_000).receipt?.outcome).toBe('accepted')
    expect(it.sent().map(({ media, requests }) => [media?.sha256, requests])).toEqual([[sha256(bytes), 1]])
  })

  test('a process that dies during the upload: the next one sends it, once', () => {
    const store = memoryStore()
    const files = new Map<string, Uint8Array>()
    const first = testBot([], { store, files })
    first.world.fault({ name: 'hang', endpoint: 'webwxuploadmedia', times: 1, after: 2 })
    submit(first, file('filehelper', bytes, { name: 'a.bin' }))
    first.advance(5_000)
    expect([uploads(first), first.sent().length]).toEqual([3, 0])
    // A killed process stops nothing: only its requests end.
    first.bot.stop()
    const second = testBot([], { store, files, in: first })
    second.advance(60_000)
    expect(second.sent().map(({ media, requests }) => [media?.sha256, requests])).toEqual([[sha256(bytes), 1]])
    expect([...files.keys()]).toEqual([])
  })
})

describe('passed on without uploading', () => {
  test('pictures, films, files, stickers, texts and places', () => {
    const it = testBot([])
    const person = it.world.person('alice')
    person.sendImage('bot', png)
    person.sendVideo('bot', mp4(900))
    person.sendFile('bot', randomBytes(900), { name: 'a.bin' })
    person.sendSticker('bot', gif)
    person.say('bot', 'hello <b>')
    it.advance(10_000)
    expect(it.messages.map(({ type }) => type)).toEqual(['image', 'video', 'file', 'emoticon', 'text'])
    for (const message of it.messages) expect(run(it, forward('filehelper', message)).receipt?.outcome).toBe('accepted')
    expect(it.sent().map(({ type }) => type)).toEqual([3, 43, 6, 47, 1])
    expect(uploads(it)).toBe(0)
  })

  test('a sticker by its MD5', () => {
    const it = testBot((messages$) =>
      messages$.pipe(
        ofType('emoticon'),
        map((message) => sticker(message, message.md5)),
      ),
    )
    it.world.person('alice').sendSticker('bot', gif)
    it.advance(60_000)
    expect(it.sent()).toMatchObject([{ type: 47, to: 'alice' }])
  })

  test('voices cannot be passed on, and that is said', () => {
    const it = testBot([])
    it.world.person('alice').sendVoice('bot', randomBytes(500))
    it.advance(10_000)
    const [voice] = it.messages
    if (voice === undefined) throw new Error('no voice')
    expect(() => forward('filehelper', voice)).toThrow(/kind voice cannot be passed on/)
  })
})

test('a long text goes as several', () => {
  const it = testBot((messages$) =>
    messages$.pipe(
      ofType('text'),
      concatMap((message) => texts(message, 'One. Two. Three.', { limit: 10 })),
    ),
  )
  it.says('Alice', 'count')
  it.advance(60_000)
  expect(it.sentTo('Alice')).toEqual(['One. Two.', 'Three.'])
})
