import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { isCount, isRecord, isText } from '../actors/json-guards.js'
import { type Codec, parsed } from './store-record.js'

/** What opens an encrypted store: words that a person knows, or a key of 32 bytes. */
export type Secret = { readonly passphrase: string } | { readonly key: Uint8Array }

/** What stands in clear beside an encrypted database: how the key was made, and something to try it on. */
export interface Lock {
  readonly salt: string
  readonly N: number
  readonly r: number
  readonly p: number
  readonly check: string
}

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** Encrypted values begin with this; readable ones begin with a checksum. */
const mark = 'e1:'

export const isEncrypted = (sealed: string): boolean => sealed.startsWith(mark)

/** What may stand in a lock: a file that asks for more would take the machine's memory before any passphrase is tried. */
const most = { N: 2 ** 20, r: 16, p: 16 }

const isWithin = (value: unknown, limit: number): boolean => isCount(value) && value > 0 && value <= limit

const isPowerOfTwo = (value: unknown): boolean => Number.isInteger(Math.log2(Number(value)))

export const isLock = (value: unknown): value is Lock =>
  isRecord(value) &&
  [value.salt, value.check].every(isText) &&
  isWithin(value.N, most.N) &&
  value.N !== 1 &&
  isPowerOfTwo(value.N) &&
  isWithin(value.r, most.r) &&
  isWithin(value.p, most.p)

/** AES-256-GCM, a fresh random nonce for each record; the record's key is authenticated with it, so that records cannot be swapped. */
export const aesCodec = (key: Uint8Array): Codec => ({
  seal: (name, value) => {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
    return mark + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')
  },
  unseal: (name, sealed) => {
    if (!isEncrypted(sealed)) return undefined
    const bytes = Buffer.from(sealed.slice(mark.length), 'base64')
    if (bytes.length < nonceBytes + tagBytes) return undefined
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(name))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
      return parsed(text.toString('utf8'))
    } catch {
      return undefined
    }
  },
})

/** About half a second and 128 MB on a small machine, for everybody who guesses. */
const cost = { N: 2 ** 17, r: 8, p: 1 }

const checkName = 'check'

/** A lock of a later format is none of an earlier one, which believed more. */
const checkedIn = (version: number): string => (version < 3 ? 'rxwx' : 'rxwx 3')

/** A lock for a store that is to be encrypted, and the codec behind it. */
export async function makeLock(secret: Secret): Promise<{ readonly lock: Lock; readonly codec: Codec }> {
  const salt = randomBytes(16).toString('base64')
  const codec = aesCodec(await keyOf(secret, { salt, ...cost }))
  return { lock: renewed({ salt, ...cost }, codec), codec }
}

/** The lock as this format has it. */
export const renewed = ({ salt, N, r, p }: Omit<Lock, 'check'>, codec: Codec): Lock => ({
  salt,
  N,
  r,
  p,
  check: codec.seal(checkName, checkedIn(3)),
})

/** The codec behind a lock of a store format; undefined for a secret that does not fit. */
export async function openLock(lock: Lock, secret: Secret, version: number): Promise<Codec | undefined> {
  const codec = aesCodec(await keyOf(secret, lock))
  return codec.unseal(checkName, lock.check) === checkedIn(version) ? codec : undefined
}

function keyOf(secret: Secret, { salt, N, r, p }: Pick<Lock, 'salt' | 'N' | 'r' | 'p'>): Promise<Uint8Array> {
  if ('key' in secret) return Promise.resolve(secret.key)
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: 256 * N * r }
    scrypt(secret.passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), keyBytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}

/** A secret that can be used: a key of another length would fail later, and less clearly. */
export const isSecret = (secret: Secret): boolean =>
  'key' in secret ? secret.key.length === keyBytes : secret.passphrase !== ''
