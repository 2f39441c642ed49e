import type { Marble } from '../../src/testing/index.js'
import { people, stageContacts } from './stage-contacts.js'

export const pagesThenBatches = {
  title: 'the address book is read page by page, and then the members of rooms are asked for in one batch',
  unit: 1_000,
  given: { webwxstatusnotify: '-|', webwxgetcontact: ['--p|', '--q|'], webwxbatchgetcontact: ['-b|'] },
  run: (tools) => stageContacts(tools),
  then: '1-2-3C---',
  values: {
    p: { members: people('@alice'), seq: '7' },
    q: { members: people('@bob'), seq: '0' },
    b: { contacts: people('@@room') },
    1: '1 known',
    2: '2 known',
    3: '3 known',
    C: '3 known, complete',
  },
} satisfies Marble
