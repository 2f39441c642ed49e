/** One cursor: a vector of counters that only the server understands. Sent back unchanged, never merged or sorted. */
export interface SyncKey {
  readonly Count: number
  readonly List: readonly { readonly Key: number; readonly Val: number | string }[]
}

/** Both cursors: `sync` goes into webwxsync, `check` into synccheck. */
export interface Keys {
  readonly sync: SyncKey
  readonly check: SyncKey
}
