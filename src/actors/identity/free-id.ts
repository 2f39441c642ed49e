import { isRoomName } from './evidence.js'

/** The first digits of the UserName it was first seen under: the same person in the same login gets the same id. */
export function freeId(userName: string, isTaken: (id: string) => boolean): string {
  const prefix = isRoomName(userName) ? 'r' : 'p'
  const digits = userName.replace(/[^0-9a-zA-Z]/g, '')
  for (let length = 12; length < digits.length; length += 4) {
    const id = `${prefix}_${digits.slice(0, length)}`
    if (!isTaken(id)) return id
  }
  let id = `${prefix}_${digits}`
  for (let again = 2; isTaken(id); again += 1) id = `${prefix}_${digits}_${again}`
  return id
}
