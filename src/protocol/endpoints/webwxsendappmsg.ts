import { fileXml } from '../app-message.js'
import type { Endpoint } from '../endpoint.js'
import { AppMsgType } from '../message-type.js'
import { postMessage, readSent, type SendInput } from '../sent.js'

const name = 'webwxsendappmsg'

export interface SendAppMsgInput extends SendInput {
  readonly app:
    | {
        readonly type: 'file'
        readonly name: string
        readonly size: number
        readonly mediaId: string
        /** What webwxcheckupload said of a large file. */
        readonly signature?: string
      }
    /** A received message, passed on. */
    | { readonly type: 'forwarded'; readonly appMsgType: number; readonly content: string }
}

/** Sends a file that was uploaded, or passes an app message on. */
export const webwxsendappmsg: Endpoint<SendAppMsgInput, { readonly msgId: string }> = {
  name,
  request: (input) => {
    const { app, session } = input
    const query = { fun: 'async', f: 'json', ...(session.profile === 'desktop' ? { mod: 'desktop' } : {}) }
    if (app.type === 'forwarded')
      return postMessage(name, query, input, { Type: app.appMsgType, Content: app.content }, 2)
    const signature = app.signature === undefined ? {} : { Signature: app.signature }
    const Content = fileXml(session.profile, app)
    return postMessage(name, query, input, { Type: AppMsgType.file, Content, ...signature })
  },
  read: (answer) => readSent(name, answer),
}
