import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** The command under test, in a process of its own. */
export interface Rxwx {
  readonly child: ChildProcessWithoutNullStreams
  /** Lines of stdout, as they come. */
  readonly out: readonly string[]
  readonly err: () => string
  /** Waits for a line of stdout, or a text on stderr; fails with what there was instead. */
  readonly line: (holds: (line: string) => boolean) => Promise<string>
  readonly says: (text: string | RegExp) => Promise<void>
  readonly write: (value: unknown) => void
  readonly ended: Promise<number | null>
}

const patience = 20_000

/** Starts `rxwx` as it was built. The environment holds no RXWX_ variable but those given. */
export function rxwx(args: readonly string[], env: Readonly<Record<string, string>> = {}): Rxwx {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RXWX_')))
  const child = spawn(process.execPath, ['dist/cli/main.js', ...args], { env: { ...clean, ...env } })
  const out: string[] = []
  const watchers = new Set<() => void>()
  const tell = (): void => {
    for (const watcher of [...watchers]) watcher()
  }
  let err = ''
  createInterface({ input: child.stdout }).on('line', (line) => {
    out.push(line)
    tell()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8')
    tell()
  })
  child.stdin.on('error', () => undefined)
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      resolve(code)
      tell()
    })
  })
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => finish(() => reject(new Error(`rxwx ${args.join(' ')}\n${out.join('\n')}\n${err}`))),
        patience,
      )
      const check = (): void => {
        const found = look()
        if (found !== undefined) finish(() => resolve(found))
        else if (child.exitCode !== null && child.stdout.readableEnded)
          finish(() => reject(new Error(`ended with ${child.exitCode}\n${out.join('\n')}\n${err}`)))
      }
      const finish = (then: () => void): void => {
        clearTimeout(timer)
        watchers.delete(check)
        then()
      }
      watchers.add(check)
      check()
    })
  return {
    child,
    out,
    err: () => err,
    line: (holds) => until(() => out.find(holds)),
    says: async (text) => {
      await until(() => (typeof text === 'string' ? err.includes(text) : text.test(err)) || undefined)
    },
    write: (value) => {
      child.stdin.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
    },
    ended,
  }
}
