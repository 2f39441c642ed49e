import ts from 'typescript'
import { programOf } from './program.js'

/** The declaration files of these entries and of all that they lead to, as they would be published: by name, with their texts. */
export function declarationsOf(
  entries: readonly string[],
  made: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const options = { noEmit: false, declaration: true, emitDeclarationOnly: true, sourceMap: false }
  const program = programOf(entries, made, 'src/tsconfig.json', options)
  const written: Record<string, string> = {}
  program.emit(undefined, (path, text) => {
    written[path] = text
  })
  return written
}

/** Where a declaration file says `any`, a line each. */
export function anyIn(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.parent.getText()}`)
    node.forEachChild(visit)
  }
  visit(source)
  return found
}
