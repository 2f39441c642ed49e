import { map, mergeMap } from 'rxjs'
import { saving } from '../../examples/archiver.js'
import type { Downloading, Message } from '../../src/index.js'
import { type Marble, message, told } from '../../src/testing/index.js'

const saved = (path: string): Downloading => ({ type: 'saved', path, size: 9, mime: 'application/pdf' })
const days = Date.UTC(2026, 0, 31, 12)

const toldStep = (value: unknown): string => {
  const step = value as Downloading
  if (step.type === 'saved') return `saved as ${step.path}`
  return step.type === 'progress' ? `${step.received} bytes` : told(value)
}

export const archiverMarble = {
  title: 'the archiver saves what has a file, by chat and day, and what is there already not again',
  when: 'archiver',
  unit: 1_000,
  hot: { messages: 'a-b-c-a--' },
  given: { download: ['-p(s|)', '(s|)'] },
  run: (tools) => {
    const there = new Map<string, { readonly name: string; readonly size: number }[]>()
    const download = (message: Pick<Message, 'id' | 'type'>) => ({
      saveTo: (directory: string, { name = `${message.type}-${message.id}.jpg` } = {}) =>
        tools.given<Downloading>('download').pipe(
          map((step) => {
            if (step.type !== 'saved') return step
            there.set(directory, [{ name, size: step.size }])
            return { ...step, path: `${directory}/${name}` }
          }),
        ),
      open: () => tools.given<Downloading>('download'),
    })
    const archive = { root: 'archive', list: (directory: string) => there.get(directory) ?? [] }
    return tools.hot<Message>('messages').pipe(mergeMap(saving({ download }, archive)))
  },
  then: '-px-y----',
  told: toldStep,
  values: {
    a: message.file('report.pdf', { from: 'alice', id: '7001', time: days }),
    b: message.text('Have you seen it?', { from: 'alice' }),
    c: message.image('cat', { from: 'bob', room: '午饭', id: '7002', time: days }),
    p: { type: 'progress', received: 4, total: 9 },
    s: saved(''),
    x: saved('archive/alice alice/2026-01-31/7001 report.pdf'),
    y: saved('archive/午饭 __/2026-01-31/image-7002.jpg'),
  },
} satisfies Marble
