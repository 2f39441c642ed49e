const han = [...'天地山水风云日月星河花草树木春夏秋冬东南西北']

/** Mixes two numbers into one below 2^32. */
function mixed(one: number, other: number): number {
  let sum = Math.imul(one + 1, 0x9e3779b1) ^ Math.imul(other + 1, 0x85ebca6b)
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d)
  sum = Math.imul(sum ^ (sum >>> 12), 0x297a2d39)
  return (sum ^ (sum >>> 15)) >>> 0
}

/**
 * The `number`-th made-up word of this shape: as long, and with letters, digits and Chinese where the word has them. Nothing of the word but its shape goes
 * into it, so that nobody can try out numbers or names until one fits.
 */
export function shaped(word: string, number: number): string {
  const isHex = word.length >= 8 && /^(?=.*\d)(?=.*[a-f])[0-9a-f]+$/.test(word)
  return [...word]
    .map((sign, at) => {
      const chance = mixed(number, at)
      if (isHex) return (chance % 16).toString(16)
      if (/\d/.test(sign)) return sign === '0' && at === 0 ? '0' : `${at === 0 ? 1 + (chance % 9) : chance % 10}`
      if (/[A-Z]/.test(sign)) return String.fromCharCode(65 + (chance % 26))
      if (/\p{Script=Han}/u.test(sign)) return han[chance % han.length] ?? '天'
      return String.fromCharCode(97 + (chance % 26))
    })
    .join('')
}
