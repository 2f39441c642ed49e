import type { Profile } from './session.js'
import { escapeXml } from './xml.js'

/** A file as the phone shows it, once it was uploaded. */
export interface AppFile {
  readonly name: string
  readonly size: number
  readonly mediaId: string
}

const appIds: Readonly<Record<Profile, string>> = { web: 'wxeb7ec651dd0aefa9', desktop: '' }

/** The extension without its dot; '' where the name has none. */
export const extensionOf = (name: string): string => /[^.]\.([^./\\\s]{1,32})$/.exec(name)?.[1] ?? ''

/** The XML of a message that is a file. Names are text: nothing in them is taken for XML. */
export const fileXml = (profile: Profile, { name, size, mediaId }: AppFile): string =>
  [
    `<appmsg appid='${appIds[profile]}' sdkver=''><title>${escapeXml(name)}</title>`,
    '<des></des><action></action><type>6</type><content></content><url></url><lowurl></lowurl>',
    `<appattach><totallen>${size}</totallen><attachid>${escapeXml(mediaId)}</attachid>`,
    `<fileext>${escapeXml(extensionOf(name))}</fileext></appattach><extinfo></extinfo></appmsg>`,
  ].join('')
