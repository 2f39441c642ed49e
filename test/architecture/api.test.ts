import { relative } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const entries = ['', 'operators/', 'testing/', 'testing/vitest/', 'emulator/'].map((folder) => `src/${folder}index.ts`)

/** What can be reached from the entries, with what is said of it. */
function exported(): readonly { readonly name: string; readonly where: string; readonly isTold: boolean }[] {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} }
  const options = ts.getParsedCommandLineOfConfigFile('src/tsconfig.json', {}, host)?.options ?? {}
  const program = ts.createProgram(entries, options)
  const checker = program.getTypeChecker()
  const told = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length > 0
  return entries.flatMap((entry) => {
    const file = program.getSourceFile(entry)
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${entry} exports nothing`)
    return checker.getExportsOfModule(module).flatMap((symbol) => {
      const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      const where = relative('.', real.declarations?.[0]?.getSourceFile().fileName ?? entry)
      const own = { name: symbol.name, where, isTold: told(real) }
      if (symbol.name !== 'Bot') return [own]
      const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(real))
      return [own, ...members.map((one) => ({ name: `Bot.${one.name}`, where, isTold: told(one) }))]
    })
  })
}

test('everything that the entries export says what it is, and so does every member of a bot', () => {
  const all = exported()
  expect(all.length).toBeGreaterThan(300)
  expect(all.filter(({ isTold }) => !isTold).map(({ name, where }) => `${name} in ${where}`)).toEqual([])
}, 60_000)
