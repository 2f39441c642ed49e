import type { IForbiddenRuleType } from 'dependency-cruiser'

/** Packages, by the name they are imported by. */
const packages = (...names: readonly string[]): string => `(^|/)node_modules/(${names.join('|')})(/|$)`

/** One rule of the import table: what a folder may import, and what to do instead of anything else. */
const only = (name: string, from: string, may: readonly string[], instead: string): IForbiddenRuleType => ({
  name,
  comment: instead,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [from, ...may] },
})

const values = (name: string, from: string, to: string, instead: string): IForbiddenRuleType => ({
  name,
  comment: instead,
  severity: 'error',
  from: { path: from },
  to: { path: to, dependencyTypesNot: ['type-only'] },
})

/** Only one folder may load this library. */
const library = (name: string, folder: string, to: string, instead: string): IForbiddenRuleType => ({
  name,
  comment: instead,
  severity: 'error',
  from: { path: '^(src|examples)/', pathNot: folder },
  to: { path: to },
})

const errors = '^src/errors\\.ts$'
const numbers = '^src/check-(number|argument)\\.ts$'
/** How to wait and to measure: they know nothing but rxjs, and everybody who waits needs them. */
const waits = '^src/kernel/(after|until|steady-clock|restart)\\.ts$'
const rxjs = packages('rxjs')
const nodeBuiltIns =
  '^(node:)?(buffer|child_process|crypto|dns|fs|http|https|module|net|os|path|process|readline|stream|string_decoder|tls|url|util|zlib)(/|$)'
const entries = '^src/(index|(operators|testing|testing/vitest|emulator)/index)\\.ts$'

/** Where reading begins: the entries of the package and its command. */
const roots = `${entries}|^src/cli/main\\.ts$`

/** The import table of src/README.md. */
export const layers: readonly IForbiddenRuleType[] = [
  only(
    'errors-import-nothing',
    errors,
    [],
    'errors.ts is open to all because it needs nobody; pass what it needs as detail',
  ),
  only('numbers-are-for-all', numbers, [errors], 'check-number.ts is open to all, as errors.ts is'),
  only(
    'protocol-is-pure',
    '^src/protocol/',
    [errors, packages('io-ts', 'fp-ts', 'fast-xml-parser')],
    'keep I/O, clocks and rxjs out: take values as arguments, answer with an Either',
  ),
  only(
    'kernel-knows-no-wechat',
    '^src/kernel/',
    [numbers, rxjs],
    'what is special to WeChat belongs to an actor; pass it in as a Logic or a Policy',
  ),
  only(
    'actors-reach-the-world-through-env',
    '^src/actors/',
    ['^src/protocol/', '^src/kernel/', errors, numbers, rxjs],
    'add a verb to Env and implement it in edge/',
  ),
  only(
    'operators-are-small',
    '^src/operators/',
    [
      '^src/actors/(behaviour|command|message|target)\\.ts$',
      '^src/actors/sender/sender-state\\.ts$',
      errors,
      numbers,
      waits,
      rxjs,
      packages('croner'),
    ],
    'an operator is made of rxjs and the types of messages, Commands and behaviours',
  ),
  values('operators-take-types-of-actors', '^src/operators/', '^src/actors/', 'import types only'),
  only(
    'edge-is-outermost',
    '^src/edge/',
    [
      '^src/actors/(env|saved|files|marks|ranges|saved-lists|json-guards|is-outbox-item)\\.ts$',
      '^src/protocol/',
      errors,
      rxjs,
      nodeBuiltIns,
      packages(
        'undici',
        'tough-cookie',
        'classic-level',
        'abstract-level',
        'pino',
        'qrcode-terminal',
        'magic-bytes\\.js',
        'sanitize-filename',
        '@types/qrcode-terminal',
      ),
    ],
    'edge implements Env and knows no actor',
  ),
  library(
    'io-ts-in-the-protocol-only',
    '^src/protocol/',
    packages('io-ts', 'fp-ts'),
    'decode in protocol/, answer with plain types',
  ),
  library(
    'network-and-disk-at-the-edge-only',
    '^src/edge/',
    packages('undici', 'tough-cookie', 'classic-level'),
    'add a verb to Env and implement it in edge/',
  ),
  library(
    'vitest-in-its-matchers-only',
    '^src/testing/vitest/',
    packages('vitest'),
    'rxwx/testing works with every test framework: what is for vitest belongs to rxwx/testing/vitest',
  ),
  {
    name: 'pino-in-the-log-only',
    comment: 'log through Env.log',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/edge/log\\.ts$' },
    to: { path: packages('pino') },
  },
  only(
    'bot-joins-actors',
    '^src/bot\\.ts$',
    ['^src/actors/', '^src/kernel/', '^src/protocol/', errors, numbers, rxjs],
    'defaults of the real world belong to create-bot.ts',
  ),
  only(
    'create-bot-knows-bot-and-edge',
    '^src/(create-bot|open-store)\\.ts$',
    ['^src/(bot|errors)\\.ts$', '^src/(actors|edge|protocol)/', rxjs],
    'it joins bot.ts with edge/, nothing else',
  ),
  only(
    'index-is-a-list',
    '^src/index\\.ts$',
    ['^src/(bot|create-bot|open-store|errors)\\.ts$', '^src/(actors|kernel|operators|protocol)/'],
    'the emulator, the test kit and the command have entries of their own',
  ),
  {
    name: 'edge-is-loaded-lazily',
    comment: 'importing the package must not load the network: use import() inside a function',
    severity: 'error',
    from: { path: '^src/(create-bot|open-store|index)\\.ts$' },
    to: { path: '^src/edge/', dependencyTypesNot: ['type-only', 'dynamic-import'], dynamic: false },
  },
  only(
    'emulator-shares-no-codec',
    '^src/emulator/',
    [errors, numbers, waits, rxjs, nodeBuiltIns, packages('selfsigned'), '^src/protocol/', '^src/actors/env\\.ts$'],
    'write the wire by hand: an emulator with our codecs would agree with our mistakes',
  ),
  values('emulator-takes-types-only', '^src/emulator/', '^src/(protocol|actors)/', 'import types only'),
  only(
    'testing-uses-the-surface',
    '^src/testing/',
    [
      '^src/(index|bot)\\.ts$',
      '^src/emulator/index\\.ts$',
      '^src/edge/(cookies|sniff)\\.ts$',
      '^src/actors/inbox/',
      numbers,
      rxjs,
      packages('@swirly/[a-z-]+', 'vitest'),
      '^(node:)?(crypto|path|util)$',
    ],
    'if testing needs more, the public surface is too small',
  ),
  only(
    'cli-uses-the-entries',
    '^src/cli/',
    [entries, rxjs, nodeBuiltIns, packages('commander', 'chokidar', 'cli-progress', '@types/cli-progress')],
    'import from rxwx, rxwx/emulator, rxwx/testing: if the command needs more, users do, too',
  ),
  only(
    'examples-use-the-entries',
    '^examples/',
    [entries, rxjs, nodeBuiltIns, packages('chrono-node', 'eventsource-parser', 'fast-xml-parser')],
    'import from rxwx, rxwx/emulator, rxwx/testing',
  ),
  {
    name: 'no-cycles',
    comment: 'move what both need into a third file; types may refer to each other',
    severity: 'error',
    from: { path: '^src/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-orphans',
    comment: 'no entry leads to this file: delete it, or export what it gives',
    severity: 'error',
    from: { path: roots },
    to: { path: '^src/', pathNot: roots, reachable: false },
  },
  {
    name: 'resolvable',
    comment: 'this import leads nowhere',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
]
