import ts from 'typescript'

type Name = ts.Identifier | ts.StringLiteralLike

/**
 * What a name or a quoted member stands for, where that was not made by these sources: `setTimeout`, `DateConstructor.now`, `rxjs.timer`,
 * `crypto.randomUUID`. It is found by the tree and the types: however it was renamed, taken apart or reached.
 */
export function outsideName(node: ts.Node, checker: ts.TypeChecker): string | undefined {
  if (!ts.isIdentifier(node) && !ts.isStringLiteralLike(node)) return undefined
  if (!known.has(node)) known.set(node, nameOf(node, checker))
  return known.get(node)
}

/** Each ban asks anew. */
const known = new WeakMap<ts.Node, string | undefined>()

function nameOf(node: Name, checker: ts.TypeChecker): string | undefined {
  const symbol = symbolOf(node, checker)
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName
  if (symbol === undefined || file === undefined) return symbol?.name === 'globalThis' ? 'globalThis' : undefined
  const [, library] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? []
  if (library === undefined) return undefined
  const name = checker
    .getFullyQualifiedName(symbol)
    .replace(/^"[^"]*\/[^"]*"\./, '')
    .replace(/^"(?:node:)?([^"]*)"\./, '$1.')
    .replace(/^global\./, '')
  return library === 'typescript' || library === '@types/node' ? name : `${library}.${name}`
}

function symbolOf(node: Name, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = node
  // const { now } = Date: the member, not the variable that it becomes.
  if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node)
    return checker.getTypeAtLocation(parent.parent).getProperty(node.text)
  const found = ts.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(node)
  return found !== undefined && found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found
}
