/** A file name as the wire carries it: everything but letters and digits percent-encoded, the full stop, too. */
export const encryFileName = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /[-_.!~*'()]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
