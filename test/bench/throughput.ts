import { execFileSync, fork, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { told } from './one-run.js'

const here = (name: string): string => new URL(name, import.meta.url).pathname
const cli = here('../../dist/cli/main.js')

/** Lines a second of a listener that finds so many messages of so many friends waiting. */
export async function throughput(count: number, friends: number): Promise<number> {
  const server = fork(here('server.mjs'), { execArgv: [] })
  const directory = mkdtempSync(join(tmpdir(), 'rxwx-bench-'))
  try {
    const { origin } = await told<{ readonly origin: string }>(server)
    const options = ['--server', origin, '--store', join(directory, 'store'), '--log', 'silent']
    execFileSync(process.execPath, [cli, 'login', ...options], { stdio: 'ignore' })
    server.send({ texts: count, friends })
    await told(server)
    return await lines([cli, 'listen', '--json', ...options], count)
  } finally {
    server.disconnect()
    rmSync(directory, { recursive: true })
  }
}

const lines = (args: readonly string[], count: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] })
    let seen = 0
    let began = 0
    let ended = 0
    createInterface({ input: child.stdout }).on('line', () => {
      seen += 1
      if (seen === 1) began = performance.now()
      if (seen < count) return
      ended = performance.now()
      child.kill('SIGTERM')
    })
    child.on('close', (code) => {
      if (ended > 0) resolve(((count - 1) * 1_000) / (ended - began))
      else reject(new Error(`the listener ended with ${code} after ${seen} lines`))
    })
  })
