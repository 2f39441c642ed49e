import { readFileSync } from 'node:fs'
import * as rxjs from 'rxjs'
import ts from 'typescript'
import type { Block } from './blocks.js'
import { fileNameOf, folderOf } from './file-name.js'

const root = new URL('../../../', import.meta.url).pathname

/** What a fragment may use without saying where it comes from. */
const ambient = `
import type { Observable, SchedulerLike } from 'rxjs'
import type { Bot, Env, Message, Store } from 'rxwx'
import type { World } from 'rxwx/emulator'
declare global {
  const bot: Bot
  const messages$: Observable<Message>
  const scheduler: SchedulerLike
  const world: World
  const env: Env
  const myStore: (directory: string) => Observable<Store>
  const myStores: { readonly account: (name: string) => Observable<Store> }
  const freshDirectory: string
}
`

const entries: Readonly<Record<string, string>> = {
  rxwx: 'src/index.ts',
  'rxwx/emulator': 'src/emulator/index.ts',
  'rxwx/testing': 'src/testing/index.ts',
  'rxwx/testing/vitest': 'src/testing/vitest/index.ts',
  'rxwx/operators': 'src/operators/index.ts',
}

function configOf(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  // Node and vitest load the TypeScript of a reader as it is, by its own name.
  const asReaders = { allowImportingTsExtensions: true, noUnusedLocals: false, noUnusedParameters: false }
  return { ...options, ...asReaders, noEmit: true }
}

/** Found once: it takes a program of its own. */
let exported: ReadonlyMap<string, string> | undefined

/** The names that each entry exports, types included. */
function exportsOf(options: ts.CompilerOptions): ReadonlyMap<string, string> {
  if (exported !== undefined) return exported
  const program = ts.createProgram(
    Object.values(entries).map((path) => root + path),
    options,
  )
  const checker = program.getTypeChecker()
  const names = new Map<string, string>()
  for (const [entry, path] of Object.entries(entries)) {
    const source = program.getSourceFile(root + path)
    const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source)
    for (const { name } of symbol === undefined ? [] : checker.getExportsOfModule(symbol))
      if (!names.has(name)) names.set(name, entry)
  }
  exported = names
  return names
}

const testers: ReadonlyMap<string, string> = new Map([
  ['test', 'vitest'],
  ['expect', 'vitest'],
])

/** Examples of the inner files may use what their own file exports. */
function ownExport(file: string, name: string): string | undefined {
  if (!file.endsWith('.ts')) return undefined
  const exported = new RegExp(`^export (?:const|function) ${name}\\b`, 'm').test(readFileSync(root + file, 'utf8'))
  return exported ? `./${file.replace(/\.ts$/, '.js')}` : undefined
}

/** A block with imports for what it uses and does not import. */
export function completed({ code, file }: Pick<Block, 'code' | 'file'>, names: ReadonlyMap<string, string>): string {
  const source = ts.createSourceFile('block.ts', code, ts.ScriptTarget.Latest, true)
  const own = new Set<string>()
  const used = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node
      const declares =
        ts.isImportSpecifier(parent) ||
        ((ts.isVariableDeclaration(parent) ||
          ts.isBindingElement(parent) ||
          ts.isParameter(parent) ||
          ts.isFunctionDeclaration(parent)) &&
          parent.name === node)
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node)
      if (declares) own.add(node.text)
      else if (!isMember) used.add(node.text)
    }
    node.forEachChild(visit)
  }
  visit(source)
  const missing = [...used].filter((name) => !own.has(name))
  const imports = missing.flatMap((name) => {
    const from = names.get(name) ?? (name in rxjs ? 'rxjs' : (testers.get(name) ?? ownExport(file, name)))
    return from === undefined ? [] : `import { ${name} } from '${from}'`
  })
  return `${imports.join('\n')}${imports.length > 0 ? '\n' : ''}export {}\n${code}`
}

/** Blocks that are called something lie beside the others of their page. */
const placeOf = ({ file, code }: Block, index: number): string => {
  const name = fileNameOf(code)
  return root + (name === undefined ? `docs-block-${index}.ts` : `${folderOf(file)}/${name}`)
}

/** Files that are no blocks are read once, however many programs use them. */
const parsed = new Map<string, ts.SourceFile | undefined>()

/** What is wrong with these blocks, a line each; compiled as one program. */
export function problems(blocks: readonly Block[]): {
  readonly wrong: readonly string[]
  readonly complete: readonly string[]
} {
  const options = { ...configOf(), verbatimModuleSyntax: false }
  const names = exportsOf(options)
  const files = new Map(blocks.map((block, index) => [placeOf(block, index), completed(block, names)]))
  const prelude = `${root}docs-ambient.d.ts`
  const host = ts.createCompilerHost(options)
  const virtual = (path: string): string | undefined => (path === prelude ? ambient : files.get(path))
  const { getSourceFile, fileExists, directoryExists } = host
  const folders = new Set(blocks.map(({ file }) => root + folderOf(file)))
  host.fileExists = (path) => virtual(path) !== undefined || fileExists(path)
  host.directoryExists = (path) => folders.has(path) || directoryExists?.(path) === true
  host.getSourceFile = (path, language, ...rest) => {
    const text = virtual(path)
    if (text !== undefined) return ts.createSourceFile(path, text, language)
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, language, ...rest))
    return parsed.get(path)
  }
  const program = ts.createProgram([prelude, ...files.keys()], options, host)
  const wrong = [...files.keys()].flatMap((path, index) => {
    const { file, line } = blocks[index] ?? { file: path, line: 0 }
    return ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText }) => `${file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
  })
  return { wrong, complete: [...files.values()] }
}
