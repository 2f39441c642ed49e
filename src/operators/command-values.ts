/** What a word after a command's name has to be; `?`: it may be left out. */
export type Parameter = 'word' | 'number' | 'word?' | 'number?' | 'rest'

/** The values that a list of parameters gives. */
export type ValuesOf<P extends readonly Parameter[]> = { readonly [I in keyof P]: ValueOf<P[I]> }

type ValueOf<K> = K extends 'number'
  ? number
  : K extends 'number?'
    ? number | undefined
    : K extends 'word?'
      ? string | undefined
      : string

/** The words as values; undefined where they do not fit, or are too many. */
export function parsed<P extends readonly Parameter[]>(
  wanted: P | undefined,
  words: readonly string[],
): ValuesOf<P> | (P extends readonly [] ? never : undefined) {
  type Values = ValuesOf<P> | (P extends readonly [] ? never : undefined)
  if (wanted === undefined) return [] as unknown as Values
  const values = wanted.map((kind, index) =>
    kind === 'rest' ? words.slice(index).join(' ') : read(kind, words[index]),
  )
  const isAll = wanted.includes('rest') || words.length <= wanted.length
  return (isAll && !values.includes(misfit) ? values : undefined) as Values
}

const misfit = Symbol('does not fit')

function read(kind: Exclude<Parameter, 'rest'>, word: string | undefined): string | number | undefined | symbol {
  if (word === undefined) return kind.endsWith('?') ? undefined : misfit
  if (kind.startsWith('word')) return word
  const digits = word.length > 30 ? '' : word.normalize('NFKC')
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(digits) ? Number(digits) : misfit
}
