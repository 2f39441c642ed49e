/**
 * Measures the way of one text through the sources: which files it passes, and how often it comes
 * back to a file that it had left. It starts when the held synccheck answers and ends when the next
 * one is asked. The world is seeded, the store is in memory, the log is off.
 *
 * The sources are compiled with a note at the start of each function and after each call.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { asyncScheduler, filter, firstValueFrom, interval } from 'rxjs'
import ts from 'typescript'

const root = new URL('../../', import.meta.url).pathname
const out = join(root, 'node_modules/.cache/rxwx-walk')

/** What the walk does not count: the other side of the wire. */
const elsewhere = /^(?:emulator|testing|cli)\//

/** Files that carry bytes or streams for everybody; the rest is what a reader has to follow. */
const plumbing = /^(?:kernel|edge|protocol)\//

const { factory } = ts

const call = (name: string, ...args: readonly string[]): ts.Statement =>
  factory.createExpressionStatement(
    factory.createCallExpression(
      factory.createIdentifier(`globalThis.${name}?.`),
      undefined,
      args.map((arg) => factory.createStringLiteral(arg)),
    ),
  )

/** The body says which file is entered, and when it is left. */
const noted = (file: string, body: ts.ConciseBody): ts.Block => {
  const statements = ts.isBlock(body)
    ? body.statements
    : [factory.createReturnStatement(factory.createParenthesizedExpression(body))]
  const leave = factory.createBlock([call('__leave')])
  return factory.createBlock(
    [call('__enter', file), factory.createTryStatement(factory.createBlock(statements, true), undefined, leave)],
    true,
  )
}

const noting =
  (file: string): ts.TransformerFactory<ts.SourceFile> =>
  (context) => {
    const visit = (node: ts.Node): ts.Node => {
      const inner = ts.visitEachChild(node, visit, context)
      const isSync =
        ts.isFunctionLike(inner) &&
        !('asteriskToken' in inner && inner.asteriskToken !== undefined) &&
        ts.getModifiers(inner as ts.ArrowFunction)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) !== true
      if (!isSync) return inner
      if (ts.isArrowFunction(inner))
        return factory.updateArrowFunction(
          inner,
          inner.modifiers,
          inner.typeParameters,
          inner.parameters,
          inner.type,
          inner.equalsGreaterThanToken,
          noted(file, inner.body),
        )
      if (ts.isFunctionDeclaration(inner) && inner.body !== undefined)
        return factory.updateFunctionDeclaration(
          inner,
          inner.modifiers,
          inner.asteriskToken,
          inner.name,
          inner.typeParameters,
          inner.parameters,
          inner.type,
          noted(file, inner.body),
        )
      if (ts.isMethodDeclaration(inner) && inner.body !== undefined)
        return factory.updateMethodDeclaration(
          inner,
          inner.modifiers,
          inner.asteriskToken,
          inner.name,
          inner.questionToken,
          inner.typeParameters,
          inner.parameters,
          inner.type,
          noted(file, inner.body),
        )
      if (ts.isGetAccessorDeclaration(inner) && inner.body !== undefined)
        return factory.updateGetAccessorDeclaration(
          inner,
          inner.modifiers,
          inner.name,
          inner.parameters,
          inner.type,
          noted(file, inner.body),
        )
      return inner
    }
    return (source) => ts.visitEachChild(source, visit, context)
  }

function compile(): void {
  rmSync(out, { recursive: true, force: true })
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  for (const file of files) {
    const { outputText } = ts.transpileModule(readFileSync(join(root, 'src', file), 'utf8'), {
      fileName: file,
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
      ...(elsewhere.test(file) ? {} : { transformers: { before: [noting(file)] } }),
    })
    const target = join(out, file.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, outputText)
  }
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }')
}

type Rxwx = typeof import('../../src/index.js')
type Emulator = typeof import('../../src/emulator/index.js')
type Walk = typeof globalThis & { __enter?: (file: string) => void; __leave?: () => void }

/** The files in the order in which the text enters them. */
async function walked(): Promise<readonly string[]> {
  const load = (name: string): Promise<unknown> => import(pathToFileURL(join(out, name)).href)
  const { createBot } = (await load('index.js')) as Rxwx
  const { createWorld, startServer } = (await load('emulator/index.js')) as Emulator
  const world = createWorld({
    scheduler: asyncScheduler,
    seed: 'walk',
    phone: { scanAfter: 1, confirmAfter: 1 },
    latency: 0,
  })
  const server = await firstValueFrom(startServer(world))
  const way: string[] = []
  let polls = 0
  const bot = createBot({
    server: server.origin,
    log: 'silent',
    wire: (http) => (request) => {
      if (request.endpoint === 'synccheck') polls += 1
      return http(request)
    },
  })
  const heard = firstValueFrom(bot.messages$.pipe(filter((message) => message.type === 'text')))
  const polled = (more: number): Promise<unknown> => {
    const wanted = polls + more
    return firstValueFrom(interval(5).pipe(filter(() => polls >= wanted)))
  }
  bot.start()
  await polled(2)
  const next = polls + 1
  const stack: string[] = []
  const walk = globalThis as Walk
  walk.__enter = (file) => {
    stack.push(file)
    if (polls < next) way.push(file)
  }
  walk.__leave = () => {
    stack.pop()
    const file = stack.at(-1)
    if (file !== undefined && polls < next) way.push(file)
  }
  world.person('alice').say('bot', 'ding')
  await heard
  await firstValueFrom(interval(5).pipe(filter(() => polls >= next)))
  delete walk.__enter
  delete walk.__leave
  bot.stop()
  server.close()
  return way
}

/** Counts the files and the returns to a file that was left before. */
function measure(way: readonly string[]): { readonly files: number; readonly returns: number } {
  const left = new Set<string>()
  let last = ''
  let returns = 0
  for (const file of way) {
    if (file === last) continue
    if (left.has(file)) returns += 1
    left.add(last)
    last = file
  }
  return { files: new Set(way).size, returns }
}

compile()
const way = await walked()
const all = measure(way)
const own = measure(way.filter((file) => !plumbing.test(file)))
console.log(`all files: ${all.files}, returns: ${all.returns}`)
console.log(`without kernel, edge and wire: ${own.files}, returns: ${own.returns}`)
if (process.argv.includes('--files')) console.log([...new Set(way)].join('\n'))
process.exit()
