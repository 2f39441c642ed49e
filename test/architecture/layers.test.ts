import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { violations } from '../support/architecture/cruise-rules.js'
import { layers } from '../support/architecture/layers.js'

const root = new URL('../..', import.meta.url).pathname

test('every import follows the table', async () => {
  expect(await violations(['src', 'examples'], layers, root)).toEqual([])
}, 120_000)

/** A tree with one bad import in it, and what is needed to resolve it. */
async function broken(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const base = mkdtempSync(join(tmpdir(), 'rxwx-layers-'))
  try {
    symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'))
    writeFileSync(
      join(base, 'tsconfig.json'),
      '{ "compilerOptions": { "module": "NodeNext", "moduleResolution": "NodeNext" } }',
    )
    writeFileSync(join(base, 'package.json'), '{ "type": "module" }')
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(base, path)), { recursive: true })
      writeFileSync(join(base, path), text)
    }
    return (await violations(['src'], layers, base)).map((line) => line.slice(0, line.indexOf(':')))
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

const value = 'export const a = 1\n'

test.each([
  ['errors-import-nothing', { 'src/errors.ts': "import './b.js'\n", 'src/b.ts': value }],
  ['protocol-is-pure', { 'src/protocol/a.ts': "import { of } from 'rxjs'\nexport const x = of(1)\n" }],
  [
    'kernel-knows-no-wechat',
    { 'src/kernel/a.ts': "import { a } from '../protocol/b.js'\nexport { a }\n", 'src/protocol/b.ts': value },
  ],
  [
    'actors-reach-the-world-through-env',
    { 'src/actors/a.ts': "import { a } from '../edge/b.js'\nexport { a }\n", 'src/edge/b.ts': value },
  ],
  [
    'operators-take-types-of-actors',
    {
      'src/operators/a.ts': "import { a } from '../actors/message.js'\nexport { a }\n",
      'src/actors/message.ts': value,
    },
  ],
  [
    'edge-is-loaded-lazily',
    { 'src/create-bot.ts': "import { a } from './edge/b.js'\nexport { a }\n", 'src/edge/b.ts': value },
  ],
  [
    'emulator-takes-types-only',
    { 'src/emulator/a.ts': "import { a } from '../protocol/b.js'\nexport { a }\n", 'src/protocol/b.ts': value },
  ],
  ['cli-uses-the-entries', { 'src/cli/a.ts': "import { a } from '../bot.js'\nexport { a }\n", 'src/bot.ts': value }],
  ['pino-in-the-log-only', { 'src/edge/a.ts': "import { pino } from 'pino'\nexport { pino }\n" }],
  [
    'no-cycles',
    {
      'src/kernel/a.ts': "import { b } from './b.js'\nexport const a = b\n",
      'src/kernel/b.ts': "import { a } from './a.js'\nexport const b = () => a\n",
    },
  ],
  ['resolvable', { 'src/kernel/a.ts': "import { b } from './nowhere.js'\nexport const a = b\n" }],
] as const)(
  '%s is noticed when it is broken',
  async (rule, files) => {
    expect(await broken(files)).toContain(rule)
  },
  60_000,
)
