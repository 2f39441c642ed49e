import { readdirSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url).pathname

function diagnose(files: readonly string[], host?: ts.CompilerHost): readonly string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram([...files], options, host)
  return files
    .flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)))
    .map(({ file, start = 0, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1
      return `${file?.fileName.slice(root.length)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
}

const files = readdirSync(`${root}test/types`).map((name) => `${root}test/types/${name}`)

test('what has to compile does, and what must not does not', () => {
  expect(files.length).toBeGreaterThan(1)
  expect(diagnose(files)).toEqual([])
})

test('an expectation that is not met is noticed', () => {
  const path = `${root}test/types/bad.ts`
  const text = "import { reply } from 'rxwx'\n// @ts-expect-error: nothing is wrong here\nexport const fine = reply\n"
  const host = ts.createCompilerHost({})
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === path || fileExists(name)
  host.getSourceFile = (name, language, ...rest) =>
    name === path ? ts.createSourceFile(name, text, language) : getSourceFile(name, language, ...rest)
  expect(diagnose([path], host)).toEqual(["test/types/bad.ts:2 Unused '@ts-expect-error' directive."])
})
