import type { TestBot } from 'rxwx/testing'
import { vi } from 'vitest'

/** What comes over real sockets comes when it comes: the clock of the bot goes on a little between two looks at it. */
export const eventually = (bot: Pick<TestBot, 'advance'>, check: () => void): Promise<void> =>
  vi.waitFor(
    () => {
      bot.advance(10)
      check()
    },
    { timeout: 20_000, interval: 5 },
  )
