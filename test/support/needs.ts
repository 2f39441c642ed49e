/**
 * Whether a test has what it needs of the machine; where it has not, the test is left out, and that is said. With
 * RXWX_NEEDS=all nothing is left out: a lack is a failure, since whoever sets it has installed everything.
 */
export function needs(present: boolean, what: string): boolean {
  if (present) return true
  if (process.env.RXWX_NEEDS === 'all') throw new Error(`a test needs ${what}`)
  console.warn(`a test is left out: it needs ${what}`)
  return false
}
