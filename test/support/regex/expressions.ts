import ts from 'typescript'

/** A regular expression as a source has it. */
export interface Expression {
  readonly file: string
  readonly line: number
  readonly pattern: RegExp
}

/** Every literal of a source, and every `new RegExp` of a string that stands there. */
export function expressionsOf(file: string, code: string): readonly Expression[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true)
  const found: Expression[] = []
  const visit = (node: ts.Node): void => {
    const pattern = patternOf(node)
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
    if (pattern !== undefined) found.push({ file, line, pattern })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function patternOf(node: ts.Node): RegExp | undefined {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/')
    return new RegExp(node.text.slice(1, end), node.text.slice(end + 1))
  }
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'RegExp') return undefined
  const [pattern, flags] = node.arguments ?? []
  if (pattern === undefined || !ts.isStringLiteralLike(pattern)) return undefined
  return new RegExp(pattern.text, flags !== undefined && ts.isStringLiteralLike(flags) ? flags.text : '')
}
