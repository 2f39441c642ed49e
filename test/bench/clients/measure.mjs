/** What every client is asked: which task, how many, and where the server is. */
export const [task, count, origin, option = ''] = [
  process.env.BENCH_TASK,
  Number(process.env.BENCH_COUNT),
  process.env.BENCH_ORIGIN,
  process.env.BENCH_OPTION,
]

/** CPU of this process from the first of `count` steps to the last; reports it and ends the process. */
export function createMeter() {
  let start
  let steps = 0
  return {
    step: (by = 1) => {
      start ??= process.cpuUsage()
      steps += by
      if (steps < count) return
      const { user, system } = process.cpuUsage(start)
      process.send({ type: 'done', cpu: (user + system) / 1_000, steps }, () => process.exit())
    },
    /** For work whose first step begins before it can be counted. */
    begin: () => {
      start ??= process.cpuUsage()
    },
  }
}

/** Tells the parent that the login is over and all is quiet; resolves when the texts are there or shall be sent. */
export const ready = () =>
  new Promise((resolve) => {
    process.once('message', resolve)
    process.send({ type: 'ready' })
  })
