import type { Control } from './control.js'
import type { Fields } from './field.js'
import { controls } from './table.js'

/**
 * The list of all controls with their fields, as text: what `GET /_control/` answers.
 *
 * @example
 * console.log(controlPage('http://127.0.0.1:8080'))
 */
export const controlPage = (origin: string): string =>
  `${[...introduction(origin), ...controls.flatMap(section)].join('\n')}\n`

const introduction = (origin: string): readonly string[] => [
  'Controls of the rxwx emulator',
  '',
  'A GET takes its fields from the query, a POST from one JSON object in its body.',
  'Fields with a question mark may be left out. Unknown fields are refused by name.',
  '',
  `  curl ${origin}/_control/state`,
  `  curl -d '{"person":"alice","text":"ding"}' ${origin}/_control/say`,
  `  curl -d '{"person":"alice","kind":"location","latitude":30.2,"longitude":120.2,"label":"西湖"}' ${origin}/_control/send`,
  `  curl -N ${origin}/_control/events`,
]

const section = ({ name, method, about, fields, kinds = {} }: Control): readonly string[] => [
  '',
  `${method} ${name}`,
  `  ${about}`,
  ...rows(fields, '  '),
  ...Object.entries(kinds).flatMap(([kind, one]) => [`  kind: ${kind}  ${one.about}`, ...rows(one.fields, '    ')]),
]

function rows(fields: Fields, indent: string): readonly string[] {
  const named = Object.entries(fields).map(([name, field]) => [field.optional ? `${name}?` : name, field] as const)
  const width = Math.max(0, ...named.map(([name]) => name.length))
  return named.map(([name, { type, about }]) => `${indent}  ${name.padEnd(width)}  ${about} (${type})`)
}
