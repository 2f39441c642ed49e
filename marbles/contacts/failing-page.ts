import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { people, stageContacts } from './stage-contacts.js'

export const failingPage = {
  title: 'a page of the address book that fails is read again after a second, and nothing is missing',
  unit: 1_000,
  given: { webwxstatusnotify: '|', webwxgetcontact: ['p|', '#', 'q|'], webwxbatchgetcontact: 'b|' },
  run: (tools) => stageContacts(tools),
  then: '(12)(3C)---',
  values: {
    p: { members: people('@alice'), seq: '7' },
    q: { members: people('@bob'), seq: '0' },
    b: { contacts: people('@@room') },
    1: '1 known',
    2: '2 known',
    3: '3 known',
    C: '3 known, complete',
  },
  error: failure('status', { endpoint: 'webwxgetcontact', status: 502 }),
} satisfies Marble
