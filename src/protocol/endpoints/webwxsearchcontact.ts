import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Failure } from '../../errors.js'
import { readFields } from '../answer.js'
import { post } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import { fieldsOf, isListOrNothing, stringOf } from '../fields.js'
import type { Fields } from '../json.js'
import { misshapen } from '../result.js'
import type { Session } from '../session.js'

const name = 'webwxsearchcontact'

/** More of them no person looks through. */
const foundLimit = 10_000

/** The service's own search in the address book; answers with UserNames. */
export const webwxsearchcontact: Endpoint<
  { readonly session: Session; readonly keyWord: string },
  { readonly userNames: readonly string[] }
> = {
  name,
  request: ({ session, keyWord }) => post(session, name, {}, { KeyWord: keyWord }),
  read: (answer) => pipe(readFields(name, answer), E.chain(readFound)),
}

function readFound({ List }: Fields): E.Either<Failure, { readonly userNames: readonly string[] }> {
  if (!isListOrNothing(List)) return misshapen(name, 'List is not a list')
  const names = (List ?? []).slice(0, foundLimit).map((entry) => stringOf(fieldsOf(entry).EncryUserName))
  return E.right({ userNames: [...new Set(names)].filter((userName) => userName !== '') })
}
