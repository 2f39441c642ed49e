import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Download, type Downloading, type Failure, isFailure, type MessageOf } from '../../src/index.js'
import { type TestBot, testBot } from '../../src/testing/index.js'
import { gif, mp4, png, sha256 } from '../support/media/samples.js'

type Kind = 'image' | 'video' | 'voice' | 'file' | 'emoticon' | 'location'

interface Fetched {
  last?: Downloading
  failed?: Failure
}

function fetched(it: TestBot, download: Download): Fetched {
  const seen: Fetched = {}
  download.saveTo('/saved').subscribe({
    next: (step) => {
      seen.last = step
    },
    error: (error: unknown) => {
      if (isFailure(error)) seen.failed = error
      else throw error
    },
  })
  it.advance(120_000)
  return seen
}

interface Sent {
  readonly it: TestBot
  readonly files: Map<string, Uint8Array>
  readonly bytes: Uint8Array
  readonly message: MessageOf<Kind>
}

/** Somebody sends something to a bot that has received it. */
function received(kind: Kind): Sent {
  const files = new Map<string, Uint8Array>()
  const it = testBot([], { files })
  const alice = it.world.person('alice')
  const made = { image: png, emoticon: gif, video: mp4(9_000), voice: randomBytes(5_000), file: randomBytes(7_000) }
  const bytes = kind === 'location' ? new Uint8Array() : made[kind]
  if (kind === 'image') alice.sendImage('bot', bytes)
  if (kind === 'emoticon') alice.sendSticker('bot', bytes)
  if (kind === 'video') alice.sendVideo('bot', bytes)
  if (kind === 'voice') alice.sendVoice('bot', bytes)
  if (kind === 'file') alice.sendFile('bot', bytes, { name: 'a.bin' })
  if (kind === 'location') alice.sendLocation('bot', { label: 'Here', latitude: 1, longitude: 2 })
  it.advance(10_000)
  const [message] = it.messages
  if (message?.type !== kind) throw new Error(`${kind} came as ${message?.type ?? 'nothing'}`)
  return { it, files, bytes, message: message as MessageOf<Kind> }
}

const kinds = ['image', 'video', 'voice', 'file', 'emoticon'] as const
const saved = (files: Map<string, Uint8Array>): readonly string[] =>
  [...files.entries()].filter(([path]) => path.startsWith('/saved')).map(([, bytes]) => sha256(bytes))

describe.each(kinds)('%s', (kind) => {
  test('comes as it was sent', () => {
    const { it, files, bytes, message } = received(kind)
    expect(fetched(it, it.bot.download(message)).last).toMatchObject({ type: 'saved', size: bytes.length })
    expect(saved(files)).toEqual([sha256(bytes)])
  })

  test.each([
    'reset',
    'hang',
    'http-500',
    'http-502',
    'empty-body',
    'html',
    'media-empty',
    'answer-lost',
    'range-ignored',
  ])('%s once: asked for again', (name) => {
    const { it, files, bytes, message } = received(kind)
    it.world.fault({ name, endpoint: 'webwxget*', times: 1 })
    expect(fetched(it, it.bot.download(message)).failed).toBeUndefined()
    expect(saved(files)).toEqual([sha256(bytes)])
  })

  test.each(['reset', 'http-500', 'media-empty', 'redirect-302-foreign', 'hang'])(
    '%s for ever: a typed failure, and nothing saved',
    (name) => {
      const { it, files, message } = received(kind)
      it.world.fault({ name, endpoint: 'webwxget*', times: 1_000 })
      expect(fetched(it, it.bot.download(message)).failed).toMatchObject({ kind: 'media' })
      expect([
        saved(files),
        it.world.exchanges
          .list()
          .filter(
            ({ endpoint }) =>
              endpoint.startsWith('webwxgetm') || endpoint === 'webwxgetvideo' || endpoint === 'webwxgetvoice',
          ).length,
      ]).toEqual([[], 3])
    },
  )
})

test('half of a file that says it is whole is noticed by the size in its message', () => {
  const { it, files, message } = received('file')
  it.world.fault({ name: 'media-half', endpoint: 'webwxgetmedia', times: 1_000 })
  expect(fetched(it, it.bot.download(message)).failed).toMatchObject({ detail: { reason: 'truncated' } })
  expect(saved(files)).toEqual([])
})

test('a server that answers with another part than was asked for', () => {
  const { it, files, bytes, message } = received('video')
  it.world.fault({ name: 'range-shifted', endpoint: 'webwxgetvideo', times: 1 })
  fetched(it, it.bot.download(message))
  expect(saved(files)).toEqual([sha256(bytes)])
})

test('the map of a place, and the thumbnails of pictures and films', () => {
  const place = received('location')
  expect(fetched(place.it, place.it.bot.download(place.message)).last).toMatchObject({ mime: 'image/jpeg' })
  for (const kind of ['image', 'video', 'emoticon'] as const) {
    const { it, message } = received(kind)
    expect(fetched(it, it.bot.download(message, { size: 'thumbnail' })).last?.type).toBe('saved')
    expect(it.world.exchanges.list('webwxgetmsgimg').length).toBe(1)
  }
})

test('avatars of friends, rooms, members and the account itself', () => {
  const files = new Map<string, Uint8Array>()
  const it = testBot([], { files })
  it.saysIn('team', 'stranger', 'hello')
  const [message] = it.messages
  if (message?.room === undefined) throw new Error('no room')
  const { bot } = it
  for (const download of [
    bot.avatar('爱丽丝'),
    bot.avatar('爱丽丝', { size: 'small' }),
    bot.avatar(message.room),
    bot.avatar(message.from, { room: message.room.userName }),
    bot.avatar(message.from, { room: message.room.id }),
  ])
    expect(fetched(it, download).last).toMatchObject({ type: 'saved', mime: 'image/jpeg' })
  expect(fetched(it, bot.avatar(message.from, { room: 'no such room' })).failed).toMatchObject({ kind: 'media' })
  expect(fetched(it, bot.avatar('nobody')).failed).toMatchObject({ kind: 'target' })
})

test('texts have nothing to download, and a bot that stops says so', () => {
  const it = testBot([])
  it.says('Alice', 'hello')
  const [text] = it.messages
  if (text === undefined) throw new Error('nothing came')
  expect(fetched(it, it.bot.download(text)).failed).toMatchObject({ kind: 'media', detail: { reason: 'unsupported' } })
  const other = received('image')
  other.it.world.fault({ name: 'hang', endpoint: 'webwxgetmsgimg', times: 1 })
  const seen: Fetched = {}
  other.it.bot
    .download(other.message)
    .saveTo('/saved')
    .subscribe({
      error: (error: unknown) => {
        if (isFailure(error)) seen.failed = error
      },
    })
  other.it.bot.stop()
  expect([seen.failed?.kind, saved(other.files), [...other.files.keys()]]).toEqual(['stopped', [], []])
})
