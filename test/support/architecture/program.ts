import ts from 'typescript'

/** A program with these sources beside those on the disk, under the options of a tsconfig file. */
export function programOf(
  paths: readonly string[],
  made: Readonly<Record<string, string>> = {},
  tsconfig = 'src/tsconfig.json',
  more: ts.CompilerOptions = {},
): ts.Program {
  const parsing = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} }
  const options = { ...ts.getParsedCommandLineOfConfigFile(tsconfig, {}, parsing)?.options, ...more }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (path) => made[path] !== undefined || fileExists(path)
  host.getSourceFile = (path, language, ...rest) => {
    const text = made[path]
    return text === undefined ? getSourceFile(path, language, ...rest) : ts.createSourceFile(path, text, language, true)
  }
  return ts.createProgram(paths, options, host)
}
