import type { Settings } from '../settings.js'
import { type Field, flag, number, objectOf, oneOf, orNull, text } from './field.js'

const ms = (about: string) => number(about, { from: 0 })
const count = (about: string, from = 0) => number(about, { from, whole: true })

const limit = (about: string) =>
  orNull(
    objectOf(`${about} null takes the limit away.`, {
      count: count('How many are fine.'),
      within: ms('In how many ms.'),
      recovery: ms('For how many ms 1205 is answered then.'),
    }),
  )

/** Every setting of a world as a field: one that is missing here does not compile. */
export const settingsFields = {
  host: text('The web host that owns the accounts, such as wx2.qq.com.'),
  hold: ms('How long a poll is held, in ms.'),
  latency: ms('What every answer takes, in ms.'),
  uuidLife: ms('How long a QR code is good, in ms.'),
  pageSize: count('Contacts per page of webwxgetcontact.', 1),
  batchSize: count('Messages per answer of webwxsync.', 1),
  backlog: oneOf('What a new login gets of what the one before it did not fetch.', 'kept', 'dropped'),
  retain: count('How many news an account can fetch again.'),
  freshSkey: flag('webwxinit hands out an Skey of its own.'),
  oldSkeyRefused: flag('synccheck refuses the Skey of the login then.'),
  splitKeys: flag('SyncCheckKey differs from SyncKey.'),
  omitCheckKey: flag('webwxsync leaves SyncCheckKey out.'),
  echo: flag('What a session sends comes back through webwxsync.'),
  dedupWithin: ms('How long a repeated ClientMsgId is the same message, in ms.'),
  sendLimit: limit('Sends.'),
  selfSend: flag('An account may write to itself.'),
  recallWithin: ms('How long a message can be recalled, in ms.'),
  credentials: oneOf('Where the login page puts Uin and Sid.', 'xml', 'cookies'),
  loginLocation: flag('The 301 of the login page has a Location.'),
  pollNeedsCookies: flag('synccheck needs cookies.'),
  language: oneOf('Of system texts.', 'zh', 'en'),
  roomLimit: limit('Rooms made and people added.'),
  requestLimit: limit('Friend requests.'),
  inviteFrom: count('Rooms of so many members take invitations only.'),
  requestLife: ms('How long a friend request can be accepted, in ms.'),
  mediaLife: ms('How long media can be fetched, in ms.'),
  keepUploads: flag('Keep the bytes of uploads.'),
  largestBody: count('Uploads with a larger body are answered 502, in bytes.'),
  checkedAbove: count('Larger files need webwxcheckupload, in bytes.'),
  verifyMd5: flag('Verify the MD5 of smaller files, too.'),
  sessionLife: ms('How long a session lives without a webwxsync, in ms.'),
  pushLife: ms('How long a push login is possible, in ms.'),
} satisfies Record<keyof Settings, Field<unknown>>
