import { checkNumber } from '../check-number.js'
import { failure } from '../errors.js'
import { type FaultKind, type FaultNumbers, faultNames, kindOf } from './fault-kinds.js'
import type { Random } from './random.js'
import type { Request } from './request.js'

/** Something that goes wrong on purpose. */
export interface Fault {
  /** One of {@link faultNames}, with a number in place of `<n>`: `retcode-1101`. */
  readonly name: string
  /** An endpoint as the wire spells it; `*` stands for any letters. Default: where the fault makes sense. */
  readonly endpoint?: string
  /** How often. Default: once, or without end where there is a `probability`. */
  readonly times?: number
  /** In [0, 1]. Default 1. */
  readonly probability?: number
  /** Lets so many chances pass first. Default 0. */
  readonly after?: number
  /** For `delay` and `slow-drip`. */
  readonly ms?: number
  /** For `oversize-body` and `gzip-bomb`. */
  readonly bytes?: number
}

export interface Armed {
  readonly name: string
  readonly kind: FaultKind
  readonly numbers: FaultNumbers
  readonly matches: (request: Request) => boolean
  /** Asks at a chance to strike; true counts as one. */
  readonly take: () => boolean
}

/** What is to go wrong. */
export interface FaultPlan {
  /** Answers what takes the fault back. */
  readonly add: (fault: Fault) => () => void
  /** Takes all of them back. */
  readonly clear: () => void
  /** The faults that this request has reason to fear. For the server itself. */
  readonly matching: (request: Request) => readonly Armed[]
  /** Those that may still strike. */
  readonly list: () => readonly Fault[]
}

export function createFaultPlan(random: Random): FaultPlan {
  const armed = new Map<Armed, Fault>()
  return {
    add: (fault) => {
      const one = arm(fault, random, () => armed.delete(one))
      armed.set(one, fault)
      return () => {
        armed.delete(one)
      }
    },
    clear: () => armed.clear(),
    matching: (request) => [...armed.keys()].filter(({ matches }) => matches(request)),
    list: () => [...armed.values()],
  }
}

function arm(fault: Fault, random: Random, spent: () => void): Armed {
  const { name, probability = 1, times = fault.probability === undefined ? 1 : Number.POSITIVE_INFINITY } = fault
  const found = kindOf(name)
  if (found === undefined) throw failure('argument', { name: 'fault', why: `${name} is none of ${known()}` })
  checkNumbers(fault)
  const endpoint = pattern(fault.endpoint ?? found.kind.endpoint ?? '*')
  let skip = fault.after ?? 0
  let left = times
  return {
    name,
    kind: found.kind,
    numbers: { code: found.code, ms: fault.ms, bytes: fault.bytes },
    matches: (request) => left > 0 && endpoint.test(request.endpoint),
    take: () => {
      if (left <= 0) return false
      if (skip > 0) {
        skip -= 1
        return false
      }
      if (probability < 1 && random.next() >= probability) return false
      left -= 1
      if (left <= 0) spent()
      return true
    },
  }
}

function checkNumbers({ times = 0, after = 0, ms = 0, bytes = 0, probability = 0 }: Fault): void {
  for (const [name, value] of Object.entries({ times, after })) checkNumber(name, value, { from: 0 })
  for (const [name, value] of Object.entries({ ms, bytes })) checkNumber(name, value, { from: 0, to: Number.MAX_VALUE })
  checkNumber('probability', probability, { from: 0, to: 1 })
}

const known = (): string => Object.keys(faultNames).join(', ')

/** `webwx*` and the like; nothing else in it means anything. */
function pattern(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[^\w-]/g, (sign) => `\\${sign}`))
  return new RegExp(`^${parts.join('.*')}$`)
}
