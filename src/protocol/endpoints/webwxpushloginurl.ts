import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Failure, failure } from '../../errors.js'
import { codeOf, readBody } from '../answer.js'
import { api, patience } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import { fieldsOf, stringOf } from '../fields.js'
import type { Hosts } from '../hosts.js'
import { readJson } from '../json.js'
import { headersOf } from '../profile.js'
import { misshapen } from '../result.js'
import type { Profile } from '../session.js'

const name = 'webwxpushloginurl'

export interface PushLoginInput {
  readonly hosts: Hosts
  readonly uin: string
  readonly profile: Profile
  readonly now: number
}

/** Asks for a uuid without a QR code: the phone shows a dialog instead. Needs the cookies of the last login. */
export const webwxpushloginurl: Endpoint<PushLoginInput, { readonly uuid: string }> = {
  name,
  request: ({ hosts, uin, profile }) => ({
    method: 'GET',
    url: api(hosts.web, name),
    query: { uin, ...(profile === 'desktop' ? { mod: 'desktop' } : {}) },
    headers: headersOf(profile, hosts.web),
    patience,
  }),
  read: (answer) =>
    pipe(
      readBody(name, answer),
      E.chain((body) => readJson(name, body)),
      E.chain(readUuid),
    ),
}

/** `ret` is a string here, a number in some descriptions. */
function readUuid(json: unknown): E.Either<Failure, { readonly uuid: string }> {
  const { ret, msg, uuid } = fieldsOf(json)
  const code = codeOf(ret)
  if (code === undefined) return misshapen(name, 'ret is not a code')
  if (code !== 0) return E.left(failure('retcode', { endpoint: name, code, message: stringOf(msg).slice(0, 300) }))
  return typeof uuid === 'string' && uuid !== '' ? E.right({ uuid }) : misshapen(name, 'uuid is missing')
}
