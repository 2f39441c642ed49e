import sanitize from 'sanitize-filename'

/** Names that reach the limit of file systems (255 bytes) leave room for a number. */
const longest = 200

/** What turns the reading direction or cannot be seen: it makes one extension look like another. */
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** A name that somebody else has chosen, as the name of a file here: no path, nothing hidden, nothing reserved, never empty. */
export function safeName(name: string): string {
  const { base, extension } = split(name.toWellFormed().replace(invisible, '').trim())
  const short = `${shortened(base, longest - extension.length)}${extension}`
  // A name that begins with a dash is an option to many programs.
  return sanitize(short, { replacement: '_' }).replace(/^[.\p{Pd}\u2212]+/u, '_') || 'file'
}

/** The same name with a number, for the second and later files of that name. */
export function numbered(name: string, count: number): string {
  const { base, extension } = split(name)
  return count === 1 ? name : `${base} (${count})${extension}`
}

function split(name: string): { readonly base: string; readonly extension: string } {
  const extension = /.(\.[A-Za-z0-9]{1,16})$/.exec(name)?.[1] ?? ''
  return { base: name.slice(0, name.length - extension.length), extension }
}

function shortened(text: string, bytes: number): string {
  let size = 0
  let kept = ''
  for (const one of text) {
    size += Buffer.byteLength(one)
    if (size > bytes) return kept
    kept += one
  }
  return kept
}
