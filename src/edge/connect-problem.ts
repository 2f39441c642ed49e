/** Why there is no connection. Nothing of any request was sent. */
export interface ConnectProblem extends Error {
  readonly connecting: true
  /** A short code, such as ECONNREFUSED; for a certificate, what it says about itself; for a proxy, which one it was. */
  readonly reason: string
  readonly certificate: boolean
}

/** Verification errors of TLS, by their OpenSSL names. */
const certificateCodes: ReadonlySet<string> = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** Turns the error of a socket into a problem; `names` is what the certificate says about itself. */
export function connectProblem(error: Error, names = ''): ConnectProblem {
  const code = codeOf(error)
  const certificate = certificateCodes.has(code)
  return problem(certificate && names !== '' ? `${code}: ${names}` : code, certificate)
}

/** The proxy at `place` (host and port) was not reached, or did not open the way: `why` is its status, or the error of its socket. */
export function proxyProblem(place: string, why: number | Error): ConnectProblem {
  if (typeof why !== 'number') {
    const code = codeOf(why)
    return problem(`the proxy ${place}: ${code}`, certificateCodes.has(code))
  }
  return problem(`the proxy ${place} answered ${why}${why === 407 ? ', it wants another user or password' : ''}`, false)
}

const problem = (reason: string, certificate: boolean): ConnectProblem =>
  Object.assign(new Error(reason), { connecting: true as const, reason, certificate })

/** A short code for any error. The message is not used: it may quote hosts, headers or bodies. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN'
  if ('code' in error && typeof error.code === 'string') return error.code
  // Several addresses were tried and none answered: the errors hang below.
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return error.message === 'closed' ? 'ECONNRESET' : error.name
}

export const isConnectProblem = (error: unknown): error is ConnectProblem =>
  error instanceof Error && 'connecting' in error
