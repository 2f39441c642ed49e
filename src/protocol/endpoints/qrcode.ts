import { loginHosts, type Realm } from '../hosts.js'
import { wellFormed } from '../well-formed.js'

/** What the QR code says: the phone opens it, a terminal draws it. */
export const qrText = (realm: Realm, uuid: string): string => `${loginHosts(realm).qr}/l/${pathOf(uuid)}`

/** The picture of the QR code (JPEG). */
export const qrImageUrl = (realm: Realm, uuid: string): string => `${loginHosts(realm).qr}/qrcode/${pathOf(uuid)}`

/** A uuid stands unencoded in the path, with its `==`; what would leave the path is encoded. */
const pathOf = (uuid: string): string =>
  uuid.replace(/[^A-Za-z0-9=_+.~-]/gu, (one) => encodeURIComponent(wellFormed(one)))
