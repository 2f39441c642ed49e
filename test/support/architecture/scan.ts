import ts from 'typescript'

/** A word that a folder may not use, with what to do instead. */
export interface Ban {
  readonly name: string
  /** Files it is about, by path from the root. */
  readonly files: RegExp
  readonly finds: (node: ts.Node) => boolean
  readonly instead: string
}

/** Where these sources break the bans, a line each. */
export const scan = (path: string, text: string, bans: readonly Ban[]): readonly string[] => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const broken: string[] = []
  const visit = (node: ts.Node): void => {
    for (const ban of bans)
      if (ban.files.test(path) && ban.finds(node)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
        broken.push(`${ban.name}: ${path}:${line + 1} (${ban.instead})`)
      }
    node.forEachChild(visit)
  }
  visit(source)
  return broken
}

const isCallOf =
  (...names: readonly string[]) =>
  (node: ts.Node): boolean =>
    (ts.isCallExpression(node) || ts.isNewExpression(node)) && names.includes(node.expression.getText())

const usesName =
  (...names: readonly string[]) =>
  (node: ts.Node): boolean =>
    ts.isIdentifier(node) && names.includes(node.text) && !isMemberName(node)

const isMemberName = (node: ts.Node): boolean => ts.isPropertyAccessExpression(node.parent) && node.parent.name === node

const timed = [
  'timer',
  'interval',
  'delay',
  'debounceTime',
  'timeout',
  'timeoutWith',
  'throttleTime',
  'auditTime',
  'sampleTime',
  'bufferTime',
  'windowTime',
  'observeOn',
  'subscribeOn',
  'timestamp',
  'timeInterval',
]

/** A time operator takes a scheduler: as its last argument, or in its options. It keeps its name, so that it is seen here. */
const isUnscheduled = (node: ts.Node): boolean =>
  (ts.isCallExpression(node) &&
    timed.includes(node.expression.getText()) &&
    !/scheduler/i.test(node.arguments.map((one) => one.getText()).join())) ||
  (ts.isImportSpecifier(node) && timed.includes(node.propertyName?.text ?? '')) ||
  waitsInNumbers(node)

/** `retry({ delay: 1_000 })` and `repeat` wait on the real clock: only a function can take a scheduler. */
const waitsInNumbers = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node) &&
  node.name.getText() === 'delay' &&
  ts.isNumericLiteral(node.initializer) &&
  ts.isCallExpression(node.parent.parent) &&
  ['retry', 'repeat'].includes(node.parent.parent.expression.getText())

/** Real time, called or handed on. */
const isClock = (node: ts.Node): boolean =>
  usesName('setTimeout', 'setInterval', 'setImmediate', 'asyncScheduler', 'asapScheduler', 'performance')(node) ||
  (ts.isPropertyAccessExpression(node) && node.getText() === 'Date.now') ||
  (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0)

const isAsync = (node: ts.Node): boolean =>
  node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node) || usesName('Promise')(node)

const isAny = (node: ts.Node): boolean => node.kind === ts.SyntaxKind.AnyKeyword

/** Where time comes from outside. create-bot.ts gives it, edge/ and cli/ live in it. */
const timeless = /^src\/(protocol|kernel|actors|operators|emulator|testing)\/|^src\/(bot|errors|index)\.ts$/

const inner = /^src\/(protocol|kernel|actors|operators)\/|^src\/bot\.ts$/

/** What the layers keep out besides imports. */
export const bans: readonly Ban[] = [
  {
    name: 'no-clock',
    files: timeless,
    finds: isClock,
    instead: 'ask the scheduler of Env, so that virtual time sees it',
  },
  {
    name: 'no-chance',
    files: timeless,
    finds: (node) => ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random',
    instead: 'ask Env.random, so that a run can be repeated',
  },
  {
    name: 'no-promise',
    files: inner,
    finds: isAsync,
    instead: 'answer with an Observable: a Promise hides time and cannot be cancelled',
  },
  {
    name: 'no-from',
    files: /^src\/(protocol|kernel|actors)\//,
    finds: isCallOf('from', 'firstValueFrom', 'lastValueFrom'),
    instead: 'of() or defer(): from() lets Promises in',
  },
  {
    name: 'scheduler',
    files: /^src\/(kernel|actors|operators|emulator)\//,
    finds: isUnscheduled,
    instead: 'give it the scheduler of Env',
  },
  { name: 'no-eval', files: /^(src|examples)\//, finds: isCallOf('eval', 'Function'), instead: 'parse what you read' },
  { name: 'no-any', files: /^src\//, finds: isAny, instead: 'unknown, or the type it has' },
]
