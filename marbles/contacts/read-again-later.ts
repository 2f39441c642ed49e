import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { people, stageContacts } from './stage-contacts.js'

export const readAgainLater = {
  title:
    'an address book that cannot be read in full is partial, and is read again after five minutes, and after ten more',
  unit: 60_000,
  given: { webwxstatusnotify: '|', webwxgetcontact: ['#', '#', '-p|'], webwxbatchgetcontact: ['b|'] },
  run: (tools) => stageContacts(tools),
  then: '(1P)---------------C---',
  values: {
    p: { members: people('@alice'), seq: '0' },
    b: { contacts: people('@@room') },
    1: '1 known',
    P: '1 known, and the rest is missing',
    C: '2 known, complete',
  },
  error: failure('retcode', { endpoint: 'webwxgetcontact', code: 1203, message: '' }),
} satisfies Marble
