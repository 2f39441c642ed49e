import { type ChildProcess, fork } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'

const open: ChildProcess[] = []

afterEach(() => {
  for (const child of open.splice(0)) child.kill('SIGKILL')
})

function start(file: string, argument: string): ChildProcess {
  const url = new URL(`../support/media/${file}`, import.meta.url)
  const child = fork(url.pathname, [argument], { execArgv: ['--import', 'tsx'] })
  open.push(child)
  return child
}

const told = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
  })

const large = process.env.RXWX_LOAD === '1'
const size = (large ? 1024 : 160) * 1024 * 1024
if (!large) console.warn('160 MB in place of 1 GB: npm run test:load takes the whole way')

test('a file of any size goes down and up in less than 64 MB of memory', async () => {
  const port = await told<number>(start('large-server.ts', String(size)))
  const { type, added, ...more } = await told<{ type: string; size: number; added: number }>(
    start('large-client.ts', `http://127.0.0.1:${port}`),
  )
  console.info(`${Math.round(size / 2 ** 20)} MB: ${Math.round(added / 1e6)} MB added`)
  expect([type, more.size]).toEqual(['done', size])
  expect(added).toBeLessThan(64 * 1024 * 1024)
}, 240_000)
