const opposite: Readonly<Record<string, string>> = { '█': ' ', ' ': '█', '▀': '▄', '▄': '▀' }

/** A QR code that was drawn for a dark terminal, as a light one has to show it. */
export const inverted = (drawing: string): string => drawing.replace(/[█ ▀▄]/g, (one) => opposite[one] ?? one)

/** Some terminals say what colours they have, as `15;0`: the last number is that of the background. 7 and from 9 on are light. */
export function isLight({ COLORFGBG = '' }: Readonly<Record<string, string | undefined>>): boolean {
  const background = /;(\d{1,2})$/.exec(COLORFGBG)?.[1]
  return background !== undefined && (background === '7' || Number(background) > 8)
}
