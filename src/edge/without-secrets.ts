type Fields = Readonly<Record<string, string | number | boolean>>

/** Fields that hold credentials or what people wrote, whatever their value. Compared without case and punctuation. */
const secretNames =
  /skey|ticket|cookie|token|secret|passw|authorization|credential|^(?:wx)?sid$|^deviceid$|^uuid$|^ur[il]$|^location$|^body$|^content$|^text$|^raw$/

const replacements: readonly (readonly [RegExp, string])[] = [
  [/(?<![a-z+.-])[a-z+.-]+:\/\/\S+/gi, '[url]'],
  [/@crypt_\w+/g, '[skey]'],
  [/\b(skey|sid|wxsid|pass_ticket|webwx_\w+|token|password)(["']?\s*[=:]\s*["']?)[^\s"'&;,]+/gi, '$1$2[removed]'],
  // 24 characters or more in a row with both letters and digits: a token, a ticket, the hash of a user name.
  [/(?<![\w+/=%~-])(?=[\w+/=%~-]*\d)(?=[\w+/=%~-]*[a-z])[\w+/=%~-]{24,}/gi, '[removed]'],
]

/** In characters: a field is a name, a number or a code, not a text. */
const maxLength = 300

/**
 * A last guard before anything is logged, for the case that a secret has got into a field: drops what is named like one,
 * and blots out what looks like one. Values shorter than that (a Sid has 16 characters) are known by their name only.
 */
export function withoutSecrets(fields: Fields): Fields {
  const safe = Object.entries(fields).filter(([name]) => !secretNames.test(name.toLowerCase().replace(/[^a-z]/g, '')))
  return Object.fromEntries(safe.map(([name, value]) => [name, typeof value === 'string' ? blot(value) : value]))
}

/** The text without what looks like a secret, and without its end where it is long. */
export const blot = (text: string): string =>
  replacements.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text.slice(0, maxLength))
