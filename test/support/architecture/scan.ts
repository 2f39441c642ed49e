import type ts from 'typescript'

/** Something that a folder may not use, with what to do instead. */
export interface Ban {
  readonly name: string
  /** Files it is about, by path from the root. */
  readonly files: RegExp
  /** What of it stands at this place, in words; undefined where nothing does. */
  readonly finds: (node: ts.Node, checker: ts.TypeChecker) => string | undefined
  readonly instead: string
}

/** Where these sources break the bans, a line each: the ban, the place, what stands there, and what to do instead. */
export function scan(program: ts.Program, paths: readonly string[], bans: readonly Ban[]): readonly string[] {
  const checker = program.getTypeChecker()
  return paths.flatMap((path) => {
    const source = program.getSourceFile(path)
    if (source === undefined) throw new Error(`${path} is not in the program`)
    const asked = bans.filter(({ files }) => files.test(path))
    const broken: string[] = []
    const visit = (node: ts.Node): void => {
      for (const { name, finds, instead } of asked) {
        const found = finds(node, checker)
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
        if (found !== undefined) broken.push(`${name}: ${path}:${line} ${found} (${instead})`)
      }
      node.forEachChild(visit)
    }
    source.forEachChild(visit)
    return broken
  })
}
