import type { Pace } from '../sender/pace.js'
import type { OperationName } from './operation.js'

/** What the service counts together: too much of one kind does not hold up the others. */
export type LaneName = 'reading' | 'contacts' | 'friends' | 'rooms'

export const laneNames: readonly LaneName[] = ['reading', 'contacts', 'friends', 'rooms']

const lanes: Readonly<Record<OperationName, LaneName>> = {
  markRead: 'reading',
  remark: 'contacts',
  pin: 'contacts',
  search: 'contacts',
  accept: 'friends',
  befriend: 'friends',
  createRoom: 'rooms',
  invite: 'rooms',
  remove: 'rooms',
  renameRoom: 'rooms',
  leaveRoom: 'rooms',
}

export const laneOf = (name: OperationName): LaneName => lanes[name]

/** People report that the sixth or seventh room or request in a row is one too many, for half an hour and longer. */
export const lanePaces: Readonly<Record<LaneName, Pace>> = {
  reading: { burst: 20, interval: 1_000 },
  contacts: { burst: 5, interval: 2_000 },
  friends: { burst: 3, interval: 20_000 },
  rooms: { burst: 3, interval: 20_000 },
}
