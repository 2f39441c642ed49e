import { filter, mergeMap, type Observable } from 'rxjs'
import { after } from '../kernel/after.js'
import type { Account } from './account.js'
import { isOnline } from './end-session.js'
import { confirmAttempt, isOpen, isUnderWay } from './login-attempt.js'
import type { Attempt, WorldState } from './world-state.js'

/** Phones that need nobody: they scan and confirm by themselves. Emits nothing; works while subscribed to. */
export const autoPhones = (world: WorldState): Observable<unknown> =>
  world.attempts$.pipe(
    filter(({ state }) => state === 'waiting' || state === 'scanned'),
    mergeMap((attempt) => react(world, attempt)),
  )

function react(world: WorldState, attempt: Attempt): readonly never[] | Observable<unknown> {
  const account = attempt.account === undefined ? idle(world) : world.accounts.get(attempt.account)
  if (account === undefined || account.phone === 'manual') return []
  const { scanAfter, confirmAfter } = account.phone
  // Taken now, so that two codes at once are not scanned by one phone.
  const scans = attempt.kind === 'qr' && attempt.state === 'waiting'
  if (scans) attempt.account = account.id
  return after(scans ? scanAfter : confirmAfter, world.scheduler).pipe(
    filter(() => isOpen(world, attempt)),
    mergeMap(() => {
      if (scans) {
        attempt.state = 'scanned'
        world.attemptChanged(attempt)
      } else confirmAttempt(world, attempt, account.id)
      return []
    }),
  )
}

/**
 * The first automatic phone that is neither logged in nor busy. Where there is none, the one that logged in longest ago is
 * taken over, and a busy one only where all are.
 */
function idle(world: WorldState): Account | undefined {
  const automatic = [...world.accounts.values()].filter(({ phone }) => phone !== 'manual')
  const busy = new Set([...world.attempts.values()].filter((one) => isUnderWay(world, one)).map((one) => one.account))
  const free = automatic.filter(({ id }) => !busy.has(id))
  return free.find((account) => !isOnline(account)) ?? longestAgo(free) ?? longestAgo(automatic)
}

const longestAgo = (accounts: readonly Account[]): Account | undefined =>
  [...accounts].sort((one, other) => serial(one) - serial(other))[0]

const serial = ({ session }: Account): number => session?.serial ?? 0
