/** What breaks parsers: halves of tokens, limits of numbers, ends of strings, and the names that reach into prototypes. */
const tokens = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '<',
  '>',
  '&',
  ';',
  "'",
  '\n',
  '\u0000',
  '\ufeff',
  '\ud800',
  '\udfff',
  ' ',
  'null',
  'true',
  '-1',
  '0',
  '1e999',
  '-0',
  '9007199254740993',
  `${'9'.repeat(400)}`,
  '"__proto__":{"x":1},',
  '"constructor":',
  '<![CDATA[',
  ']]>',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '&a;',
  '&#x1F600;',
  '&#99999999;',
  '\\u0000',
  '\\ud83d',
  '@@',
  '@',
  ':<br/>',
]

export type Chance = (below: number) => number

/** A body with one to five things wrong with it. */
export function mutate(body: string, other: string, chance: Chance): string {
  let text = body
  for (let left = 1 + chance(5); left > 0; left -= 1) text = once(text, other, chance)
  return text
}

function once(text: string, other: string, chance: Chance): string {
  const at = chance(text.length + 1)
  const to = Math.min(text.length, at + chance(40))
  const token = tokens[chance(tokens.length)] ?? ''
  switch (chance(7)) {
    case 0:
      return text.slice(0, at)
    case 1:
      return text.slice(0, at) + text.slice(to)
    case 2:
      return text.slice(0, at) + token + text.slice(at)
    case 3:
      return text.slice(0, at) + token + text.slice(to)
    case 4:
      return text.slice(0, at) + text.slice(at, to).repeat(1 + chance(5)) + text.slice(to)
    case 5: {
      const from = chance(other.length + 1)
      return text.slice(0, at) + other.slice(from, from + chance(200)) + text.slice(to)
    }
    default:
      return text.slice(0, at) + String.fromCharCode(chance(65_536)) + text.slice(at + 1)
  }
}
