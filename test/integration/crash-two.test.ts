import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorld, type Server, startServer } from '../../src/emulator/index.js'
import { type Program, program } from '../support/crash/program.js'

let server: Server
let directory = ''
let first: Program | undefined

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rxwx-two-'))
  server = await firstValueFrom(
    startServer(createWorld({ scheduler: asyncScheduler, phone: { scanAfter: 20, confirmAfter: 20 } })),
  )
})

afterEach(() => {
  first?.child.kill('SIGKILL')
  server.close()
  rmSync(directory, { recursive: true, force: true })
})

const online = (listener: Program): Promise<void> =>
  new Promise((resolve) => {
    let err = ''
    listener.child.stderr?.on('data', (chunk: Buffer) => {
      err += chunk.toString('utf8')
      if (err.includes('online as')) resolve()
    })
  })

test('the second listener on a store ends with 6 and names the process of the first, which goes on; once that is killed it may', async () => {
  const args = ['src/cli/main.ts', 'listen', '--json', '--server', server.origin, '--store', join(directory, 'store')]
  first = program(args, () => {})
  await online(first)
  const second = await program(args, () => {}).ended
  expect(second.code).toBe(6)
  expect(second.err).toMatch(new RegExp(`\\b${first.child.pid}\\b`))
  expect(first.child.exitCode).toBe(null)

  first.child.kill('SIGKILL')
  await first.ended
  first = program(args, () => {})
  await online(first)
})
