import { cruise, type IForbiddenRuleType, type IReporterOutput } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

/** What was looked at, and what breaks the rules, a line each: rule, from, to, and what to do instead. */
export interface Verdict {
  readonly files: readonly string[]
  readonly violations: readonly string[]
}

/** Holds these folders against the rules. */
export async function judge(
  folders: readonly string[],
  rules: readonly IForbiddenRuleType[],
  baseDir: string,
): Promise<Verdict> {
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
  const violations = output.summary.violations.map(
    ({ rule, from, to }) =>
      `${rule.name}: ${from} → ${to} (${rules.find(({ name }) => name === rule.name)?.comment ?? ''})`,
  )
  return { files: output.modules.map(({ source }) => source), violations }
}
