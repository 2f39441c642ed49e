import { map } from 'rxjs'
import { schedule } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'

export const scheduleMarble = {
  title: 'schedule emits at the times of a cron plan, here 9:00 and 18:00 on workdays in Shanghai',
  doc: 'It begins on Thursday, 1 January 1970, at 8:00 there; two days later is Saturday.',
  unit: 3_600_000,
  run: ({ scheduler }) =>
    schedule('0 9,18 * * 1-5', { timeZone: 'Asia/Shanghai', scheduler }).pipe(
      map((planned) => new Date(planned).toISOString()),
    ),
  then: '-a--------b--------------c--------d-----------------------------',
  values: {
    a: '1970-01-01T01:00:00.000Z',
    b: '1970-01-01T10:00:00.000Z',
    c: '1970-01-02T01:00:00.000Z',
    d: '1970-01-02T10:00:00.000Z',
  },
} satisfies Marble
