import type { Route } from './route.js'
import { icon } from './routes/icon.js'
import { jslogin } from './routes/jslogin.js'
import { l } from './routes/l.js'
import { login } from './routes/login.js'
import { page } from './routes/page.js'
import { qrcode } from './routes/qrcode.js'
import { stodownload } from './routes/stodownload.js'
import { synccheck } from './routes/synccheck.js'
import { webwxbatchgetcontact } from './routes/webwxbatchgetcontact.js'
import { webwxcheckupload } from './routes/webwxcheckupload.js'
import { webwxcheckurl } from './routes/webwxcheckurl.js'
import { webwxcreatechatroom } from './routes/webwxcreatechatroom.js'
import { webwxgetcontact } from './routes/webwxgetcontact.js'
import { webwxgetmedia } from './routes/webwxgetmedia.js'
import { webwxgetmsgimg } from './routes/webwxgetmsgimg.js'
import { webwxgetpubliclinkimg } from './routes/webwxgetpubliclinkimg.js'
import { webwxgetvideo } from './routes/webwxgetvideo.js'
import { webwxgetvoice } from './routes/webwxgetvoice.js'
import { webwxinit } from './routes/webwxinit.js'
import { webwxlogout } from './routes/webwxlogout.js'
import { webwxnewloginpage } from './routes/webwxnewloginpage.js'
import { webwxoplog } from './routes/webwxoplog.js'
import { webwxpushloginurl } from './routes/webwxpushloginurl.js'
import { webwxrevokemsg } from './routes/webwxrevokemsg.js'
import { webwxsearchcontact } from './routes/webwxsearchcontact.js'
import { webwxsendappmsg } from './routes/webwxsendappmsg.js'
import { webwxsendemoticon } from './routes/webwxsendemoticon.js'
import { webwxsendfeedback } from './routes/webwxsendfeedback.js'
import { webwxsendmsg } from './routes/webwxsendmsg.js'
import { webwxsendmsgimg } from './routes/webwxsendmsgimg.js'
import { webwxsendvideomsg } from './routes/webwxsendvideomsg.js'
import { webwxstatreport } from './routes/webwxstatreport.js'
import { webwxstatusnotify } from './routes/webwxstatusnotify.js'
import { webwxsync } from './routes/webwxsync.js'
import { webwxupdatechatroom } from './routes/webwxupdatechatroom.js'
import { webwxuploadmedia } from './routes/webwxuploadmedia.js'
import { webwxverifyuser } from './routes/webwxverifyuser.js'

/** By endpoint. Whatever is not here is a page with status 404. */
export const routeTable: ReadonlyMap<string, Route> = new Map([
  ['page', page],
  ['jslogin', jslogin],
  ['qrcode', qrcode],
  ['l', l],
  ['login', login],
  ['webwxnewloginpage', webwxnewloginpage],
  ['webwxpushloginurl', webwxpushloginurl],
  ['webwxinit', webwxinit],
  ['webwxstatusnotify', webwxstatusnotify],
  ['webwxgetcontact', webwxgetcontact],
  ['webwxbatchgetcontact', webwxbatchgetcontact],
  ['synccheck', synccheck],
  ['webwxsync', webwxsync],
  ['webwxsendmsg', webwxsendmsg],
  ['webwxrevokemsg', webwxrevokemsg],
  ['webwxlogout', webwxlogout],
  ['webwxstatreport', webwxstatreport],
  ['webwxuploadmedia', webwxuploadmedia],
  ['webwxcheckupload', webwxcheckupload],
  ['webwxsendmsgimg', webwxsendmsgimg],
  ['webwxsendvideomsg', webwxsendvideomsg],
  ['webwxsendemoticon', webwxsendemoticon],
  ['webwxsendappmsg', webwxsendappmsg],
  ['webwxgetmsgimg', webwxgetmsgimg],
  ['webwxgetvoice', webwxgetvoice],
  ['webwxgetvideo', webwxgetvideo],
  ['webwxgetmedia', webwxgetmedia],
  ['webwxgetpubliclinkimg', webwxgetpubliclinkimg],
  ['stodownload', stodownload],
  ['webwxcreatechatroom', webwxcreatechatroom],
  ['webwxupdatechatroom', webwxupdatechatroom],
  ['webwxverifyuser', webwxverifyuser],
  ['webwxoplog', webwxoplog],
  ['webwxsearchcontact', webwxsearchcontact],
  ['webwxcheckurl', webwxcheckurl],
  ['webwxsendfeedback', webwxsendfeedback],
  ['webwxgeticon', icon],
  ['webwxgetheadimg', icon],
])
