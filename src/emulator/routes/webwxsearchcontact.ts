import { defer, of } from 'rxjs'
import { jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { baseResponse, refusal } from '../refusal.js'
import type { Route } from '../route.js'

/** Friends whose name, remark name or alias has the word in it. */
export const webwxsearchcontact: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refusal('webwxsearchcontact', authorised.ret))
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    const { KeyWord } = body
    if (account === undefined || typeof KeyWord !== 'string' || KeyWord === '') {
      return of(refusal('webwxsearchcontact', 1))
    }
    const word = KeyWord.toLowerCase()
    const found = [...account.friends.values()].filter(({ id, remarkName }) => {
      const person = world.persons.get(id)
      return [remarkName, person?.nickName, person?.alias].some((text) => text?.toLowerCase().includes(word) === true)
    })
    const List = found.map(({ id }) => ({ EncryUserName: session.names.nameOf(id) }))
    return of(jsonAnswer({ BaseResponse: baseResponse(0), List }))
  })
