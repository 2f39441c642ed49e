import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { map, timer } from 'rxjs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { askListener, serveListener } from '../../../src/cli/listener-socket.js'
import { createVirtualClock } from '../../../src/testing/index.js'

let store: string
const closing: (() => unknown)[] = []
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'rxwx-socket-'))
})
afterEach(() => {
  for (const close of closing.splice(0)) close()
  rmSync(store, { recursive: true })
})

const path = () => join(store, 'listener.sock')

/** Somebody who asks a listener that takes everything and says only what the test writes, as seen by both. */
async function asking() {
  const { scheduler, advance } = createVirtualClock()
  const told: unknown[] = []
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket.on('error', () => {}).resume()))
  await new Promise<void>((resolve) => server.listen(path(), resolve))
  const asked = askListener({ store }, 'x', scheduler).subscribe({
    next: (line) => told.push(line),
    error: (error: unknown) => told.push(error),
  })
  closing.push(
    () => server.close(),
    () => asked.unsubscribe(),
  )
  /** It is written, and has come. */
  const says = async (line: string): Promise<void> => {
    const before = told.length
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    sockets[0]?.write(`{"type":"waiting"}\n${line}\n`)
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(before))
  }
  return { told, advance, says }
}

test('a listener that is there and says nothing is not waited for without end', async () => {
  const { told, advance, says } = await asking()
  await says('begun')
  advance(44_999)
  expect(told).toEqual(['begun'])
  advance(1)
  expect(told).toEqual(['begun', expect.objectContaining({ kind: 'timeout' })])
})

test('one that shows that it still works is waited for as long as it takes', async () => {
  const { told, advance, says } = await asking()
  for (let n = 0; n < 20; n += 1) {
    await says(`${n}`)
    advance(44_999)
  }
  expect(told).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`))
})

test('a listener shows that it still works, until it has answered', async () => {
  const { scheduler, advance } = createVirtualClock()
  let asked = ''
  const serving = serveListener(
    { store },
    (line) => {
      asked = line
      return timer(60_500, scheduler).pipe(map(() => `done ${line}`))
    },
    scheduler,
  ).subscribe()
  closing.push(() => serving.unsubscribe())
  let heard = ''
  const socket = await vi.waitFor(
    () =>
      new Promise<Socket>((resolve, reject) => {
        const one = connect(path(), () => resolve(one))
        one.on('error', reject)
      }),
  )
  const ended = new Promise((resolve) => socket.on('close', resolve))
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('utf8')
  })
  socket.write('it\n')
  await vi.waitFor(() => expect(asked).toBe('it'))
  advance(600_000)
  await ended
  expect(heard.trim().split('\n')).toEqual([...Array.from({ length: 6 }, () => '{"type":"waiting"}'), 'done it'])
})
