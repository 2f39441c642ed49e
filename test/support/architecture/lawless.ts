/** Files of src that a ban leaves out, each with the reason. */
export interface Exception {
  readonly files: RegExp
  readonly reason: string
}

const edge: Exception = {
  files: /^src\/edge\//,
  reason: 'it implements Env with the clocks, chance and Promises of Node',
}
const cli: Exception = { files: /^src\/cli\//, reason: 'a process runs in real time' }
const realEnv: Exception = {
  files: /^src\/(?:create-bot|open-store)\.ts$/,
  reason: 'it joins the engine with the real world',
}
const emulator: Exception = { files: /^src\/emulator\//, reason: 'its servers answer with the Promises of Node' }
const testing: Exception = { files: /^src\/testing\//, reason: 'test runners await Promises' }
const lists: Exception = {
  files: /^src\/(?:index|errors|check-number|check-argument)\.ts$/,
  reason: 'there is no stream in them',
}
const argument: Exception = {
  files: /^src\/check-argument\.ts$/,
  reason: 'it names a Promise that somebody hands over by mistake',
}
const index: Exception = { files: /^src\/index\.ts$/, reason: 'it is a list of exports' }
const pure: Exception = { files: /^src\/protocol\//, reason: 'it imports no rxjs' }

/** By the name of the ban. A ban that is not here covers all of src. */
export const lawless: Readonly<Record<string, readonly Exception[]>> = {
  'no-clock': [edge, cli, realEnv],
  'no-chance': [edge, cli, realEnv],
  'no-promise': [edge, cli, realEnv, emulator, testing, index, argument],
  'no-from': [edge, cli, realEnv, emulator, testing, index, argument],
  scheduler: [edge, cli, realEnv, testing, lists, pure],
}
