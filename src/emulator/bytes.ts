/** A Uint8Array, or what can be read like one without being in memory as a whole. */
export interface Bytes {
  /** How many there are. */
  readonly length: number
  /** From `start` up to, and without, `end`. */
  readonly subarray: (start: number, end: number) => Uint8Array
}
