import type { Server, WorldEvent } from 'rxwx/emulator'
import { visible } from './visible.js'

/** What `rxwx emulate` prints at its start. `ca`: the file with the CA, where there is TLS. */
export const greeting = ({ origin, tls }: Server, manual: boolean, ca?: string): readonly string[] => [
  `An offline WeChat listens on ${origin}. ${phoneOf(manual)}`,
  `  a bot:      npx rxwx listen --server ${origin}`,
  `  a message:  curl -d '{"person":"alice","text":"ding"}' ${origin}/_control/say`,
  `  its state:  curl ${origin}/_control/state`,
  `  all verbs:  curl ${origin}/_control/`,
  ...(tls === undefined || ca === undefined ? [] : secure(tls.port, tls.proxy, ca)),
]

const phoneOf = (manual: boolean): string =>
  manual ? 'Its phone waits for you: scan, confirm, cancel.' : 'Its phone scans and confirms by itself.'

const secure = (port: number, proxy: string, ca: string): readonly string[] => [
  `Under TLS it answers as wx.qq.com and WeChat's other hosts, on port ${port} and through a proxy.`,
  `  the proxy:  ${proxy}`,
  `  its CA:     ${ca}`,
  `  a client:   HTTPS_PROXY=${proxy} SSL_CERT_FILE=${ca} REQUESTS_CA_BUNDLE=${ca} NODE_EXTRA_CA_CERTS=${ca} …`,
]

/** The same as one JSON object. */
export const listening = ({ origin, tls }: Server, ca?: string): object => ({
  type: 'listening',
  origin,
  controls: `${origin}/_control/`,
  ...(tls === undefined ? {} : { tls: { port: tls.port, proxy: tls.proxy, ca } }),
})

/** An event as a JSON line has it: a file in place of the text that it has not. */
export const eventOf = (event: WorldEvent): object =>
  event.type === 'sent' ? { ...event, text: shownText(event) } : event

type Sent = Extract<WorldEvent, { readonly type: 'sent' }>

const shownText = ({ text, media }: Sent): string => (media === undefined ? text : `[${media.name || 'media'}]`)

/** An event as a line for people; undefined for what they need not read. */
export function lineOf(event: WorldEvent): string | undefined {
  switch (event.type) {
    case 'login':
      return `${event.account} is ${event.online ? 'logged in' : 'logged out'}`
    case 'sent':
      return `${event.account} → ${event.to}: ${visible(shownText(event))}`
    case 'recalled':
      return `${event.account} → ${event.to}: took back ${event.msgId}`
    case 'fault':
      return `the fault ${event.name} struck ${event.endpoint}`
    case 'code':
      return codeLine(event)
    case 'received':
      return undefined
  }
}

type Code = Extract<WorldEvent, { readonly type: 'code' }>

const codeLine = ({ kind, uuid, state, account }: Code): string | undefined => {
  if (state !== 'waiting') return undefined
  return kind === 'qr' ? `a QR code waits: ${uuid}` : `the phone of ${account} shows a login`
}
