import type { DeadLetter } from 'rxwx'

/** A dead letter as `rxwx dead list --json` prints it; `time` in ISO 8601. */
export interface LetterJson extends Pick<DeadLetter, 'id' | 'consumer' | 'reason' | 'attempts' | 'raw'> {
  readonly time: string
}

export const letterJson = ({ id, consumer, reason, attempts, time, raw }: DeadLetter): LetterJson => ({
  id,
  consumer,
  reason,
  attempts,
  time: new Date(time).toISOString(),
  raw,
})
