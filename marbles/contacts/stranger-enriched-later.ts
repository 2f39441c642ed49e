import type { ContactsMessage } from '../../src/actors/contacts/contacts-state.js'
import type { Marble } from '../../src/testing/index.js'
import { people, stageContacts } from './stage-contacts.js'

export const strangerEnrichedLater = {
  title: 'somebody unknown who wrote is asked for later; the message has not waited for it',
  unit: 1_000,
  hot: { wanted: '----w' },
  given: { webwxstatusnotify: '|', webwxgetcontact: 'p|', webwxbatchgetcontact: ['-b|', '--s|'] },
  run: (tools) => stageContacts(tools, tools.hot<ContactsMessage>('wanted')),
  then: '(12)C----4--',
  values: {
    p: { members: people('@alice'), seq: '0' },
    b: { contacts: people('@@room') },
    w: { type: 'want', names: [{ userName: '@stranger' }] },
    s: { contacts: people('@stranger') },
    1: '1 known',
    2: '2 known',
    C: '2 known, complete',
    4: '3 known, complete',
  },
} satisfies Marble
