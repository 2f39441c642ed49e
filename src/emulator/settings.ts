import type { Limit } from './too-often.js'

/** How the server behaves. Times are in milliseconds. Every switch can be changed while the world runs. */
export interface Settings {
  /** The web host that owns the accounts; login, file and push host follow from it. Default `wx2.qq.com`. */
  readonly host: string
  /** How long a poll is held when nothing happens. Default 25 s. */
  readonly hold: number
  /** What every answer takes on its way back. Default 1. */
  readonly latency: number
  /** How long a QR code can be scanned and confirmed. Default five minutes. */
  readonly uuidLife: number
  /** Contacts per page of webwxgetcontact. Default 1000. */
  readonly pageSize: number
  /** Messages per answer of webwxsync; ContinueFlag says that more wait. Default 100. */
  readonly batchSize: number
  /** Does a new login hand out what the session before it has not fetched? Default `dropped`. */
  readonly backlog: 'kept' | 'dropped'
  /** How many news per account can be fetched again with an older SyncKey. Default 200,000. */
  readonly retain: number
  /** webwxinit hands out an Skey that differs from the login's. Default true. */
  readonly freshSkey: boolean
  /** synccheck answers 1102 to the login's Skey once webwxinit gave another. Default false. */
  readonly oldSkeyRefused: boolean
  /** SyncCheckKey differs from SyncKey, and synccheck takes nothing else. Default false. */
  readonly splitKeys: boolean
  /** webwxsync leaves SyncCheckKey out. Default false. */
  readonly omitCheckKey: boolean
  /** What this session sends comes back through webwxsync. Default false. */
  readonly echo: boolean
  /** A repeated ClientMsgId within this time is no second message; 0 = every request is one. Default ten minutes. */
  readonly dedupWithin: number
  /** More than `count` sends within `within` are answered 1205 for `recovery`. Default: no limit. */
  readonly sendLimit: Limit | undefined
  /** May an account write to itself? Otherwise 1204. Default true. */
  readonly selfSend: boolean
  /** How long a message can be recalled. Default two minutes. */
  readonly recallWithin: number
  /** Where the login page puts Uin and Sid: in its XML and cookies, or in cookies alone. Default `xml`. */
  readonly credentials: 'xml' | 'cookies'
  /** The 301 of the login page carries a Location; desktop logins get it for `version=v2`, too. Default false. */
  readonly loginLocation: boolean
  /** synccheck answers 1102 without cookies. Default false: its query is enough. */
  readonly pollNeedsCookies: boolean
  /** Of system texts. Default `zh`. */
  readonly language: 'zh' | 'en'
  /** Rooms made and people added, beyond which 1205 is answered. Default: no limit. */
  readonly roomLimit: Limit | undefined
  /** The same for friend requests. */
  readonly requestLimit: Limit | undefined
  /** Rooms that would have so many members take invitations only. Default 40. */
  readonly inviteFrom: number
  /** How long a friend request can be accepted. Default three days. */
  readonly requestLife: number
  /** How long media can be fetched, and how long the MediaId of an upload is good. Default three days. */
  readonly mediaLife: number
  /** Keep the bytes of uploads, and not only their length and hashes: without, a gigabyte takes no memory. Default true. */
  readonly keepUploads: boolean
  /** A body of webwxuploadmedia beyond this many bytes is cut by the front-end server: 502. Default 1 MiB. */
  readonly largestBody: number
  /** Files beyond this many bytes need webwxcheckupload first, and their MD5 is verified. Default 25 MiB. */
  readonly checkedAbove: number
  /** Verify the MD5 of smaller files, too; one that is missing is fine. Default false. */
  readonly verifyMd5: boolean
  /** How long a session lives without a webwxsync: then every call gets 1102. Default 12 h. */
  readonly sessionLife: number
  /** How long a push login is possible after the last login. Default 24 h. */
  readonly pushLife: number
}

/** How a server behaves unless it is told otherwise. */
export const defaultSettings: Settings = {
  host: 'wx2.qq.com',
  hold: 25_000,
  latency: 1,
  uuidLife: 300_000,
  pageSize: 1_000,
  batchSize: 100,
  backlog: 'dropped',
  retain: 200_000,
  freshSkey: true,
  oldSkeyRefused: false,
  splitKeys: false,
  omitCheckKey: false,
  echo: false,
  dedupWithin: 600_000,
  sendLimit: undefined,
  selfSend: true,
  recallWithin: 120_000,
  credentials: 'xml',
  loginLocation: false,
  pollNeedsCookies: false,
  language: 'zh',
  roomLimit: undefined,
  requestLimit: undefined,
  inviteFrom: 40,
  requestLife: 3 * 86_400_000,
  mediaLife: 3 * 86_400_000,
  keepUploads: true,
  largestBody: 1_048_576,
  checkedAbove: 26_214_400,
  verifyMd5: false,
  sessionLife: 12 * 3_600_000,
  pushLife: 86_400_000,
}
