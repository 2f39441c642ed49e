import { map, startWith } from 'rxjs'
import { friendAccepter } from '../../examples/friend-accepter.js'
import type { AddressBook } from '../../src/index.js'
import { addressBook, contact, handling, type Marble, message, stubView, told } from '../../src/testing/index.js'

const options = { keyword: 'sesame', welcome: 'Welcome!' }

export const friendAccepterMarble = {
  title: 'the accepter lets in who knows the keyword, and welcomes them once they are in the address book',
  when: 'friend-accepter',
  unit: 1_000,
  hot: { messages: 'a----b-', books: '---z---' },
  given: { accept: ['-(d|)'] },
  run: ({ given, hot, scheduler }) => {
    const accept = () => given<undefined>('accept')
    const contacts$ = hot<AddressBook>('books').pipe(startWith(addressBook([])))
    const view = stubView({ messages$: hot('messages'), scheduler })
    const accepter = friendAccepter({ accept, contacts$, scheduler }, options)
    return handling(accepter)(view.messages$, view).pipe(map(told))
  },
  then: '---(xy)-n-',
  during: { accept: '^!' },
  told,
  values: {
    a: message.friendRequest('Open sesame'),
    b: message.friendRequest('open barley'),
    z: addressBook([contact('dave', { userName: '@dave' })]),
    x: 'to filehelper: [好友请求 friend request] dave: Open sesame (已通过 accepted)',
    y: 'to dave: Welcome!',
    n: 'to filehelper: [好友请求 friend request] dave: open barley (不含暗号 without the keyword)',
  },
} satisfies Marble
