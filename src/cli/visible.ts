const pictures: Readonly<Record<string, string>> = { '\n': '⏎', '\r': '␍', '\t': '⇥', '\u001b': '␛', '\u007f': '␡' }

/**
 * A text as it may be shown in a terminal: control characters, terminal escapes and characters that turn the direction of
 * writing become visible instead of taking effect.
 */
export const visible = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
    const picture = pictures[character]
    if (picture !== undefined) return picture
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
