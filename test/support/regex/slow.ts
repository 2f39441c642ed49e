/** Signs of many classes: whatever an expression repeats, it repeats some of these. */
const signs = [
  ...'aZ7 _-.,:;=/\\"\'<>()[]{}@&%#?!|*+~^$\n\t、，。“中é😀',
  '\u2005',
  '\r\n',
  'a ',
  'a=',
  '="',
  '\\"',
  'a,',
  ' ,',
  '1.',
  'a.',
  '中 ',
]

/** The words of a pattern: what stands in it without a meaning of its own. */
function wordsOf({ source }: RegExp): readonly string[] {
  const words = source
    .replace(/\(\?<?[:=!]|\[(?:[^\]\\]|\\.)*\]|\{\d+,?\d*\}|\\[bBdDwWsSpP](?:\{[^}]*\})?/g, '\n')
    .replace(/\\n/g, '\n')
    .replace(/\\(.)/g, '\u0000$1')
    .replace(/(?<!\u0000)[()|*+?^$.]/g, '\n')
    .replaceAll('\u0000', '')
    .split('\n')
  return [...new Set(words.filter((word) => word !== ''))].slice(0, 12)
}

/** How texts are made that grow: something in front, something repeated, and an end that hardly anything matches. */
interface Pump {
  readonly front: string
  readonly again: string
}

function pumpsFor(pattern: RegExp): readonly Pump[] {
  const words = wordsOf(pattern)
  const fronts = ['', ...new Set(['a', '"', '<a', words.join(''), words.join(' '), ...words])]
  const again = [...signs, ...words, ...words.map((word) => `${word}a`), ...words.map((word) => `a${word}`)]
  return fronts.flatMap((front) => again.map((one) => ({ front, again: one })))
}

const textOf = ({ front, again }: Pump, length: number): string =>
  `${front}${again.repeat(Math.ceil(length / again.length))}\u0001`

/** Milliseconds of the fastest of some tries: a busy machine makes single ones slow. */
function fastest(pattern: RegExp, text: string, tries: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let count = 0; count < tries; count += 1) {
    const begin = performance.now()
    if (pattern.global) text.replace(pattern, '')
    else pattern.test(text)
    pattern.lastIndex = 0
    best = Math.min(best, performance.now() - begin)
  }
  return best
}

/** An exponential one takes for ever on a long text: it is found on a short one. */
function isExponential(pattern: RegExp, pump: Pump): boolean {
  return [16, 24, 32, 48, 64, 96].some((length) => {
    const text = textOf(pump, length)
    return fastest(pattern, text, 1) > 10 && fastest(pattern, text, 2) > 10
  })
}

/** What makes it slow: more than eight times the time for four times the text. undefined where nothing was found. */
export function slowOn(pattern: RegExp): string | undefined {
  for (const pump of pumpsFor(pattern)) {
    if (isExponential(pattern, pump)) return `${JSON.stringify(pump)}: exponential`
    const short = textOf(pump, 5_000)
    if (fastest(pattern, short, 1) < 0.7 || fastest(pattern, short, 3) < 0.7) continue
    const before = fastest(pattern, short, 3)
    const after = fastest(pattern, textOf(pump, 20_000), 2)
    if (after > 8 * before) return `${JSON.stringify(pump)}: ${Math.round(after)} ms for 20,000 characters`
  }
  return undefined
}
