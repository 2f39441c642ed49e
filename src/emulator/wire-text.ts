/** A flag is a pair of regional indicators, a keycap a sign and U+20E3; all else is one code point. */
const emoji = /[\u{1f1e6}-\u{1f1ff}]{2}|[#0-9]\u20e3|[\u{2600}-\u{27bf}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}]/gu

/** As the server writes what people typed: entities, emoji as empty spans, `<br/>` for line breaks. */
export const wireText = (text: string): string => escapeMarkup(text).replace(emoji, span).replaceAll('\n', '<br/>')

/** XML inside `Content`: its markup escaped once, while line breaks become raw `<br/>`. */
export const wireXml = (xml: string): string => escapeMarkup(xml).replaceAll('\n', '<br/>')

/** Quotes stay as they are. */
const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function span(found: string): string {
  const points = Array.from(found, (sign) => sign.codePointAt(0) ?? 0)
  const digits = points.length === 2 && points[1] === 0x20e3 ? 4 : 0
  return `<span class="emoji emoji${points.map((point) => point.toString(16).padStart(digits, '0')).join('')}"></span>`
}
