import { say } from './output.js'

/** Filled in when the emulator stands. */
export function emulate(): void {
  say('rxwx: the emulator is not part of this build yet')
  process.exitCode = 1
}
