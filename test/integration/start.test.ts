import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, expect, test, vi } from 'vitest'

const running: ChildProcess[] = []

afterEach(() => {
  for (const one of running.splice(0)) one.kill('SIGKILL')
})

function start(args: readonly string[], stdin: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/start.ts', ...args])
  running.push(child)
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8')
  })
  child.stdin.end(stdin)
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve)
  })
  const shows = (text: string) => vi.waitFor(() => expect(out).toContain(text), { timeout: 50_000, interval: 50 })
  return { child, ended, shows, out: () => out }
}

test('the story ends with 0 and nothing lost, and everybody in it has one name', async () => {
  const story = start([], '')
  expect(await story.ended).toBe(0)
  expect(story.out()).toMatch(/Lost: 0\. Handed out twice: 0\./)
  expect(story.out()).toMatch(/\n +Alice {2}ding\n +bot → Alice {2}dong\n/)
  expect(story.out()).not.toContain('爱丽丝')
}, 60_000)

test.each([
  ['something that came through a pipe', '/add 40 2', 'bot → Alice  40 + 2 = 42', 'SIGTERM'],
  ['nothing to read', '', 'That was all of your input', 'SIGINT'],
] as const)(
  '--interactive with %s goes on after its end until a signal',
  async (_, stdin, shown, signal) => {
    const story = start(['--interactive'], stdin)
    await story.shows('That was all of your input')
    await story.shows(shown)
    expect(story.child.exitCode).toBeNull()
    story.child.kill(signal)
    expect(await story.ended).toBe(0)
    expect(story.out()).toContain('Lost: 0.')
  },
  60_000,
)
