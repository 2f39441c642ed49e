import { EMPTY, type Observable, throwError } from 'rxjs'
import { expect, test } from 'vitest'
import type { Changes, Env } from '../../../../src/actors/env.js'
import { createIdentities } from '../../../../src/actors/identity/identities.js'
import { saveIdentities } from '../../../../src/actors/identity/save-identities.js'
import { failure } from '../../../../src/errors.js'

const full = failure('store', { reason: 'unwritable', path: '', why: 'the disk is full' })

/** Somebody of the second login is new, and somebody of the first is forgotten. */
function staged() {
  const first = createIdentities([], 0)
  first.begin(1, '@self')
  first.idOf('@a1b2c3d4e5f60718')
  const identities = createIdentities(first.changes().identities ?? [], 1)
  identities.begin(2, '@self')
  identities.idOf('@b1b2c3d4e5f60718')
  identities.observe([])
  const commits: Changes[] = []
  const warnings: unknown[] = []
  let answer: () => Observable<never> = () => EMPTY
  const env = {
    store: {
      commit: (changes: Changes) => {
        commits.push(changes)
        return answer()
      },
    },
    log: (_: string, __: string, fields: unknown) => warnings.push(fields),
  } as unknown as Env
  return {
    commits,
    warnings,
    identities,
    answer: (next: () => Observable<never>) => {
      answer = next
    },
    save: () => saveIdentities(env, identities).subscribe({ error: (error) => warnings.push(error) }),
  }
}

test('what changed is committed once', () => {
  const { save, commits } = staged()
  save()
  save()
  expect(commits).toEqual([
    {
      identities: [expect.objectContaining({ id: 'self' }), expect.objectContaining({ id: 'p_b1b2c3d4e5f6' })],
      forgotten: ['p_a1b2c3d4e5f6'],
    },
  ])
})

test('what could not be committed is committed with the next change', () => {
  const { save, commits, warnings, answer, identities } = staged()
  answer(() => throwError(() => full))
  save()
  answer(() => EMPTY)
  const met = identities.idOf('@c1b2c3d4e5f60718')
  save()
  expect(warnings).toEqual([{ problem: full.message }])
  expect(commits[1]?.forgotten).toEqual(['p_a1b2c3d4e5f6'])
  expect(commits[1]?.identities?.map(({ id }) => id).sort()).toEqual(['p_b1b2c3d4e5f6', met, 'self'].sort())
})

test('who was met again since is not forgotten by the second try', () => {
  const { save, commits, answer, identities } = staged()
  answer(() => throwError(() => full))
  save()
  answer(() => EMPTY)
  identities.idOf('@a1b2c3d4e5f60718')
  save()
  expect(commits[1]?.forgotten).toBeUndefined()
})

test('a defect of a store is not taken for a full disk', () => {
  const { save, warnings, answer } = staged()
  answer(() => throwError(() => new TypeError('a defect')))
  save()
  expect(warnings).toEqual([new TypeError('a defect')])
})
