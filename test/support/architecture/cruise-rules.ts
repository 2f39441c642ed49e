import { cruise, type IForbiddenRuleType, type IReporterOutput } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

/** What breaks the rules among these folders, a line each: rule, from, to, and what to do instead. */
export async function violations(
  folders: readonly string[],
  rules: readonly IForbiddenRuleType[],
  baseDir: string,
): Promise<readonly string[]> {
  const tsConfig = `${baseDir}/tsconfig.json`
  const { output }: IReporterOutput = await cruise(
    [...folders],
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden: [...rules] },
      tsPreCompilationDeps: 'specify',
      tsConfig: { fileName: tsConfig },
      doNotFollow: { path: 'node_modules' },
      enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
    },
    undefined,
    { tsConfig: extractTSConfig(tsConfig) },
  )
  if (typeof output === 'string') throw new Error(output)
  return output.summary.violations.map(
    ({ rule, from, to }) =>
      `${rule.name}: ${from} → ${to} (${rules.find(({ name }) => name === rule.name)?.comment ?? ''})`,
  )
}
