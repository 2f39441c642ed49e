import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Program {
  readonly child: ChildProcess
  /** How it ended, with what it said on stderr. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly err: string }>
}

/** Runs a TypeScript program of this repository; `watch` sees each line of its stdout. */
export function program(args: readonly string[], watch: (line: string, child: ChildProcess) => void): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8')
  })
  createInterface({ input: child.stdout }).on('line', (line) => watch(line, child))
  const ended = new Promise<Awaited<Program['ended']>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, err }))
  })
  return { child, ended }
}
