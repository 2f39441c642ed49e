/** Bits of `ContactFlag`. */
export const ContactFlag = {
  contact: 1,
  chatContact: 2,
  room: 4,
  blacklisted: 8,
  domain: 16,
  hidden: 32,
  starred: 64,
  thirdPartyApp: 128,
  momentsHidden: 256,
  muted: 512,
  pinned: 2048,
} as const
export type ContactFlag = (typeof ContactFlag)[keyof typeof ContactFlag]

/** Bits of `VerifyFlag`. */
export const VerifyFlag = { business: 1, famous: 2, bigBusiness: 4, official: 8, verified: 16 } as const
export type VerifyFlag = (typeof VerifyFlag)[keyof typeof VerifyFlag]

export const Sex = { unknown: 0, male: 1, female: 2 } as const
export type Sex = (typeof Sex)[keyof typeof Sex]
