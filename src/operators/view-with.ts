import type { BotView } from '../actors/behaviour.js'

/** The same view with something else in its place; `self` goes on being the present one. */
export const viewWith = (bot: BotView, changes: Partial<Omit<BotView, 'self'>>): BotView => ({
  ...bot,
  ...changes,
  get self() {
    return bot.self
  },
})
