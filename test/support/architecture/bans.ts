import ts from 'typescript'
import { outsideName } from './outside-name.js'
import type { Ban } from './scan.js'

type Finds = Ban['finds']

/** Names that are used as values: neither types nor the lists of an import. */
const isUsed = (node: ts.Node): boolean =>
  !ts.isPartOfTypeNode(node) && !ts.isImportSpecifier(node.parent) && !ts.isImportClause(node.parent)

const using =
  (...names: readonly (string | RegExp)[]): Finds =>
  (node, checker) => {
    const name = isUsed(node) ? outsideName(node, checker) : undefined
    const isOne = name !== undefined && names.some((one) => (typeof one === 'string' ? one === name : one.test(name)))
    return isOne ? `${node.getText()} is ${name}` : undefined
  }

const anyOf =
  (...all: readonly Finds[]): Finds =>
  (node, checker) => {
    for (const finds of all) {
      const found = finds(node, checker)
      if (found !== undefined) return found
    }
    return undefined
  }

/** The call that this name is called by, as itself or as a member. */
function callOf(node: ts.Node): ts.CallExpression | ts.NewExpression | undefined {
  const callee = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node
  const { parent } = callee
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === callee
    ? parent
    : undefined
}

const argumentsOf = (call: ts.CallExpression | ts.NewExpression): readonly ts.Expression[] => call.arguments ?? []

/** `Date` but to work with a time that is given. */
const present: Finds = (node, checker) => {
  if (!isUsed(node) || outsideName(node, checker) !== 'Date' || ts.isStringLiteralLike(node)) return undefined
  const { parent } = node
  const isGiven = ts.isNewExpression(parent) && argumentsOf(parent).length > 0
  const isMember = ts.isPropertyAccessExpression(parent) && ['UTC', 'parse', 'prototype'].includes(parent.name.text)
  const isAsked = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword
  return isGiven || isMember || isAsked ? undefined : `${parent.getText()} knows what time it is`
}

/** A format that is given no time shows the present one. */
const formatted: Finds = (node, checker) => {
  const name = outsideName(node, checker)
  if (name !== 'Intl.DateTimeFormat.format' && name !== 'Intl.DateTimeFormat.formatToParts') return undefined
  const call = callOf(node)
  return call === undefined || argumentsOf(call).length === 0
    ? `${node.parent.getText()} knows what time it is`
    : undefined
}

const clocks = using(
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  /^(?:timers|timers\/promises|perf_hooks)\./,
  'DateConstructor.now',
  /^NodeJS\.Process\.(?:nextTick|hrtime|uptime)$/,
  /^rxjs\.(?:async|asap|queue|animationFrame)(?:Scheduler)?$/,
  'rxjs.animationFrames',
  'globalThis',
  'global',
)

const abortTimer: Finds = (node, checker) => {
  const isMember = outsideName(node, checker) === '__type.timeout'
  return isMember && isUsed(node) ? `${node.parent.getText()} counts in real time` : undefined
}

const timed: ReadonlySet<string> = new Set(
  [
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
    'timestamp',
    'timeInterval',
  ].map((name) => `rxjs.${name}`),
)

const isScheduler = (type: ts.Type): boolean =>
  type.getProperty('schedule') !== undefined && type.getProperty('now') !== undefined

const hasScheduler = (call: ts.CallExpression | ts.NewExpression, checker: ts.TypeChecker): boolean =>
  argumentsOf(call).some((one) => {
    const type = checker.getTypeAtLocation(one)
    return isScheduler(type) || type.getProperty('scheduler') !== undefined
  })

/** A time operator takes a scheduler: as an argument, or in its options. It is called where it is named, so that this is seen. */
const unscheduled: Finds = (node, checker) => {
  if (!isUsed(node) || !timed.has(outsideName(node, checker) ?? '')) return undefined
  const call = callOf(node)
  const name = `${node.getText()} (${outsideName(node, checker)})`
  if (call === undefined) return `${name} is handed on, so that nobody sees its scheduler`
  return hasScheduler(call, checker) ? undefined : `${name} has no scheduler`
}

/** Those that replay forget after a time, which is real without a clock of their own. */
const forgetting: Finds = (node, checker) => {
  const name = outsideName(node, checker)
  const call = callOf(node)
  if (!isUsed(node) || call === undefined) return undefined
  const [first, second, third] = argumentsOf(call)
  const isWindowed = second !== undefined && third === undefined
  if (name === 'rxjs.ReplaySubject' || name === 'rxjs.publishReplay')
    return isWindowed ? `${node.getText()} forgets in real time` : undefined
  if (name !== 'rxjs.shareReplay') return undefined
  const options = first === undefined ? undefined : checker.getTypeAtLocation(first)
  const isOption = options?.getProperty('windowTime') !== undefined && options.getProperty('scheduler') === undefined
  return isWindowed || isOption ? `${node.getText()} forgets in real time` : undefined
}

/** `retry({ delay: 1_000 })` and `repeat` wait in real time: only a function can take a scheduler. */
const waitsInNumbers: Finds = (node, checker) => {
  const name = outsideName(node, checker)
  const [options] = argumentsOf(callOf(node) ?? ({} as ts.NewExpression))
  if ((name !== 'rxjs.retry' && name !== 'rxjs.repeat') || options === undefined) return undefined
  const delay = checker.getTypeAtLocation(options).getProperty('delay')
  const type = delay === undefined ? undefined : checker.getTypeOfSymbolAtLocation(delay, options)
  return type !== undefined && type.getCallSignatures().length === 0
    ? `${node.getText()} waits in real time`
    : undefined
}

/** `Math` handed on or taken apart whole could be asked for chance. */
const wholeMath: Finds = (node, checker) => {
  if (!isUsed(node) || outsideName(node, checker) !== 'Math' || ts.isPropertyAccessExpression(node.parent))
    return undefined
  const { parent } = node
  if (ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression)) return undefined
  const pattern = ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name) ? parent.name : undefined
  const isPart = pattern?.elements.every(({ dotDotDotToken }) => dotDotDotToken === undefined)
  return isPart === true ? undefined : `${parent.getText()} hands on chance`
}

const chance = anyOf(
  using(
    'Math.random',
    'crypto',
    'globalThis',
    'global',
    /^crypto\.(?:.*\.)?(?:random\w+|getRandomValues|webcrypto|subtle)$/,
  ),
  wholeMath,
)

const isPromise = (type: ts.Type): boolean =>
  ['Promise', 'PromiseLike'].includes(type.symbol?.name ?? '') && type.getProperty('then') !== undefined

const promises: Finds = (node, checker) => {
  if (node.kind === ts.SyntaxKind.AsyncKeyword || node.kind === ts.SyntaxKind.AwaitKeyword) return node.getText()
  if (ts.isAwaitExpression(node)) return node.getText()
  if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) return node.parent.getText()
  const name = ts.isImportSpecifier(node.parent ?? node) ? undefined : outsideName(node, checker)
  if (/^(?:Promise|PromiseLike)(?:Constructor)?$/.test(name ?? '')) return `${node.getText()}`
  if (name === 'SymbolConstructor.asyncIterator') return node.parent.getText()
  if (isThen(node, checker)) return `${node.parent.getText()} is a Promise's`
  if (ts.isCallExpression(node) && isPromise(checker.getTypeAtLocation(node))) return `${node.getText()} is a Promise`
  return undefined
}

/** A member called `then` that can be called makes a Promise of what has it. */
function isThen(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!(ts.isIdentifier(node) || ts.isStringLiteralLike(node)) || node.text !== 'then') return false
  const { parent } = node
  const isMember =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ts.isElementAccessExpression(parent) ||
    ts.isBindingElement(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent)
  const symbol = isMember ? checker.getSymbolAtLocation(node) : undefined
  return symbol !== undefined && checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0
}

/** A text, whatever it is said to be. */
function isText(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return isText(node.expression, checker)
  return (checker.getTypeAtLocation(node).flags & ts.TypeFlags.StringLike) !== 0
}

/** A timer runs a text as code, and the constructor of any function makes functions of texts. */
const hiddenEval: Finds = (node, checker) => {
  const call = callOf(node)
  if (call === undefined || !ts.isIdentifier(node)) return undefined
  const [first] = argumentsOf(call)
  const isTimer = ['setTimeout', 'setInterval', 'setImmediate'].includes(outsideName(node, checker) ?? '')
  if (isTimer && first !== undefined && isText(first, checker)) return `${call.getText()} runs a text`
  return node.text === 'constructor' && node.parent !== call
    ? `${call.getText()} makes a function of a text`
    : undefined
}

const isFunctionType: Finds = (node, checker) => {
  if (outsideName(node, checker) !== 'Function' || !isUsed(node)) return undefined
  const { parent } = node
  const isAsked = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword
  return isAsked ? undefined : `${parent.getText()} makes functions of texts`
}

/** Where time comes from outside. create-bot.ts gives it, edge/ and cli/ live in it. */
const timeless =
  /^src\/(protocol|kernel|actors|operators|emulator|testing)\/|^src\/(bot|errors|check-number|check-argument|index)\.ts$/

const inner = /^src\/(protocol|kernel|actors|operators)\/|^src\/(bot|errors|check-number)\.ts$/

/** What the layers keep out besides imports. */
export const bans: readonly Ban[] = [
  {
    name: 'no-clock',
    files: timeless,
    finds: anyOf(clocks, present, formatted, abortTimer),
    instead: 'ask the scheduler of Env, so that virtual time sees it',
  },
  { name: 'no-chance', files: timeless, finds: chance, instead: 'ask Env.random, so that a run can be repeated' },
  {
    name: 'no-promise',
    files: inner,
    finds: promises,
    instead: 'answer with an Observable: a Promise hides time and cannot be cancelled',
  },
  {
    name: 'no-from',
    files: inner,
    finds: using('rxjs.from', 'rxjs.firstValueFrom', 'rxjs.lastValueFrom'),
    instead: 'of() or defer(): from() lets Promises in',
  },
  {
    name: 'scheduler',
    files: /^src\/(kernel|actors|operators|emulator)\/|^src\/bot\.ts$/,
    finds: anyOf(unscheduled, forgetting, waitsInNumbers),
    instead: 'give it the scheduler of Env',
  },
  {
    name: 'no-eval',
    files: /^(src|examples)\//,
    finds: anyOf(using('eval', /^vm\./), isFunctionType, hiddenEval),
    instead: 'parse what you read',
  },
  {
    name: 'no-any',
    files: /^src\//,
    finds: (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? node.parent.getText() : undefined),
    instead: 'unknown, or the type it has',
  },
]
