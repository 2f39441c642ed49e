/**
 * What JSON.stringify lets stand as it is and a terminal or a reader of lines takes for more than a letter: DEL and the C1 controls (U+0085 ends a line for
 * some), the ends of lines and paragraphs, and what turns the direction of writing.
 */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A value as one line of JSON: the same value, whoever shows or splits it. */
export function jsonLine(value: unknown): string {
  const line = JSON.stringify(value)
  // One look for all of them costs less than a replacement that finds none.
  return line.search(unsafe) < 0 ? line : line.replace(unsafe, escaped)
}
