import { createHash } from 'node:crypto'
import { XMLParser } from 'fast-xml-parser'
import {
  catchError,
  concatMap,
  defer,
  EMPTY,
  exhaustMap,
  filter,
  from,
  map,
  type Observable,
  reduce,
  switchMap,
  take,
  tap,
  throwError,
  timeout,
  timer,
} from 'rxjs'
import { fromFetch } from 'rxjs/fetch'
import { type Behaviour, type Command, text } from 'rxwx'
import { type Kept, kept, keptFor } from './kept.js'
import { runExample } from './run-example.js'

export interface Announcer {
  /** The feed as it is now, each time it is subscribed; nothing where it has not changed. */
  readonly feed: Observable<string>
  /** Names or own ids. */
  readonly rooms: readonly string[]
  /** What was told before; default in memory. */
  readonly memory?: Kept
  /** How long (ms) from one look to the next; default 15 minutes. */
  readonly every?: number
  /** Told why a look at the feed failed; the next one comes all the same. */
  readonly report?: (error: unknown) => void
}

/** Something new. */
interface Item {
  readonly id: string
  readonly title: string
  readonly link: string
}

/** Entries of a feed that are looked at, those that are told at once, and those that are remembered. */
const limits = { looked: 200, told: 5, remembered: 2_000 }

/**
 * Tells rooms what is new in a feed, each entry once. What is there at the first look is not new. It is remembered before it is told, so that a kill does not
 * make it twice; from then on it is in the store of the bot.
 */
export const announcer =
  ({ feed, rooms, memory = kept(), every = 15 * 60_000, report = () => {} }: Announcer): Behaviour =>
  (_, { contacts$, scheduler }) => {
    const news = (content: string): readonly Command[] => {
      const items = itemsIn(content)
      const before = knownIn(memory.read('told'))
      const fresh = before === undefined ? [] : items.filter(({ id }) => !before.includes(id))
      const ids = items.map(({ id }) => id)
      const others = (before ?? []).filter((id) => !ids.includes(id))
      memory.write('told', [...others, ...ids].slice(-limits.remembered))
      return rooms.flatMap((room) => textsOf(fresh).map((content) => text(room, content)))
    }
    const look$ = defer(() => feed).pipe(
      timeout({ each: 30_000, scheduler }),
      concatMap(news),
      catchError((error: unknown) => {
        report(error)
        return EMPTY
      }),
    )
    // Rooms are found by name once the address book has been read, as far as it can be.
    const ready$ = contacts$.pipe(
      filter(({ status }) => status !== 'loading'),
      take(1),
    )
    return timer(0, every, scheduler).pipe(exhaustMap(() => ready$.pipe(switchMap(() => look$))))
  }

const knownIn = (value: unknown): readonly string[] | undefined => (Array.isArray(value) ? value : undefined)

/** The oldest first; feeds have the newest first. */
function textsOf(fresh: readonly Item[]): readonly string[] {
  const texts = fresh
    .slice(0, limits.told)
    .map(({ title, link }) => [title, link].filter((part) => part !== '').join('\n'))
    .reverse()
  const more = fresh.length - limits.told
  return more > 0 ? [...texts, `… and ${more} more`] : texts
}

type Element = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  cdataPropName: '#cdata',
  // Entities are ours to decode: those of a document type are nobody's.
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  maxNestedTags: 100,
})

/** The entries of an RSS (0.9x, 1.0, 2.0) or Atom feed. Throws an Error for what is neither. */
export function itemsIn(content: string): readonly Item[] {
  // Nobody needs a document type, except for mischief.
  if (/<!DOCTYPE/i.test(content.slice(0, content.search(/<[a-z]/i)))) throw new Error('the feed has a document type')
  const [root] = elementsOf(parser.parse(content), 'rss', 'feed', 'rdf:RDF')
  if (root === undefined) throw new Error('that is no feed')
  // The parser does not mind, but the last title may be half of one.
  if (!/<\/(rss|feed|rdf:RDF)\s*>/.test(content.slice(-1_000))) throw new Error('the feed has no end')
  return elementsOf([root, ...elementsOf(root, 'channel')], 'item', 'entry')
    .slice(0, limits.looked)
    .map((element): Item => {
      const title = plain(textIn(element, 'title'))
      const link = linkOf(element)
      const id = textIn(element, 'guid') || textIn(element, 'id') || link || title
      return { id: createHash('sha256').update(id).digest('base64url').slice(0, 22), title, link }
    })
    .filter(({ title, link }) => title !== '' || link !== '')
}

/** Children of these names, of one element or of several. */
function elementsOf(parents: unknown, ...names: readonly string[]): readonly Element[] {
  return listed(parents).flatMap((parent) =>
    names
      .flatMap((name) => (isElement(parent) && Object.hasOwn(parent, name) ? listed(parent[name]) : []))
      .map((one) => (isElement(one) ? one : { '#text': one })),
  )
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const isElement = (value: unknown): value is Element => typeof value === 'object' && value !== null

/** Characters of a text that are looked at, and of one that is shown. */
const textLimit = { looked: 2_000, shown: 300 }

function textIn(parent: Element, name: string): string {
  const [element] = elementsOf(parent, name)
  if (element === undefined) return ''
  const parts = [decoded(listed(element['#text']).join('')), listed(element['#cdata']).join('')]
  return parts.join('').trim().slice(0, textLimit.looked)
}

/** Atom has links for many things; the page is the one without a relation, or the `alternate` one. */
function linkOf(element: Element): string {
  const links = elementsOf(element, 'link')
  const page = links.find((link) => [undefined, 'alternate'].includes(link['@rel'] as string | undefined))
  const href = page?.['@href']
  const link = typeof href === 'string' ? decoded(href).trim() : textIn(element, 'link')
  return /^https?:\/\/\S+$/.test(link) && link.length <= textLimit.shown ? link : ''
}

/** Titles are often HTML, escaped once more. */
const plain = (html: string): string =>
  decoded(html.replace(/<\/?[a-z][^<>]*>/gi, ''))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, textLimit.shown)

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const decoded = (escaped: string): string =>
  escaped.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi, (whole, hex, number, name) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole
    const code = hex === undefined ? Number(number) : Number.parseInt(hex, 16)
    return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : ' '
  })

/** Bytes of a feed. */
const feedLimit = 4_000_000

/** A feed on the web. It is asked for what has changed since it was read last. */
export function feedAt(url: string): Observable<string> {
  let etag: string | undefined
  return defer(() =>
    fromFetch(url, {
      headers: {
        accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1',
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
      },
      selector: ({ ok, status, body, headers }) => {
        if (ok && body !== null)
          return contentOf(body, headers.get('content-type') ?? '').pipe(
            tap(() => {
              etag = headers.get('etag') ?? undefined
            }),
          )
        body?.cancel().catch(() => {})
        return status === 304 ? EMPTY : throwError(() => new Error(`the feed answered ${status}`))
      },
    }),
  )
}

const contentOf = (body: ReadableStream<Uint8Array>, type: string): Observable<string> =>
  from<AsyncIterable<Uint8Array>>(body).pipe(
    reduce((all, chunk) => {
      const size = all.size + chunk.length
      if (size > feedLimit) throw new Error(`the feed is longer than ${feedLimit} bytes`)
      all.chunks.push(chunk)
      return { ...all, size }
    }, noBytes()),
    map(({ chunks }) => textOf(Buffer.concat(chunks), type)),
  )

const noBytes = (): { readonly size: number; readonly chunks: Uint8Array[] } => ({ size: 0, chunks: [] })

/** In the character set that the headers or the XML declaration name; UTF-8 otherwise. */
function textOf(bytes: Buffer, type: string): string {
  const [, charset] =
    /charset="?([\w-]+)/i.exec(type) ?? /^.{0,99}encoding=["']([\w-]+)/is.exec(bytes.toString('latin1', 0, 120)) ?? []
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

runExample(import.meta.url, {
  prepare: (bot) => {
    const { FEED_URL: url, FEED_ROOMS = '', FEED_MINUTES = '15' } = process.env
    const rooms = FEED_ROOMS.split(',').flatMap((room) => room.trim() || [])
    if (url === undefined || rooms.length === 0)
      throw new Error('FEED_URL is a feed, FEED_ROOMS=Hiking,Reading are rooms')
    bot.use(
      announcer({
        feed: feedAt(url),
        rooms,
        every: Math.max(1, Number(FEED_MINUTES)) * 60_000,
        memory: keptFor('announcer'),
        report: (error) => console.error(error instanceof Error ? error.message : error),
      }),
    )
  },
})
