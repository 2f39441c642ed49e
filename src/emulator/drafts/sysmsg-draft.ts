import type { Draft } from '../deliver.js'
import { wireXml } from '../wire-text.js'
import { xmlText } from '../xml-text.js'

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

/** MsgType 10002 of newer phones: a template with links to members. */
export function templateDraft(
  template: string,
  link: string,
  members: readonly { wxid: string; name: string }[],
): Draft {
  const list = members.map(
    ({ wxid, name }) =>
      `\t\t\t\t\t\t<member>\n\t\t\t\t\t\t\t<username>${cdata(wxid)}</username>\n` +
      `\t\t\t\t\t\t\t<nickname>${cdata(name)}</nickname>\n\t\t\t\t\t\t</member>\n`,
  )
  const xml =
    '<sysmsg type="sysmsgtemplate">\n\t<sysmsgtemplate>\n\t\t<content_template type="tmpl_type_profile">\n' +
    `\t\t\t<plain><![CDATA[]]></plain>\n\t\t\t<template>${cdata(template)}</template>\n\t\t\t<link_list>\n` +
    `\t\t\t\t<link name="${xmlText(link)}" type="link_profile">\n\t\t\t\t\t<memberlist>\n${list.join('')}` +
    '\t\t\t\t\t</memberlist>\n\t\t\t\t</link>\n\t\t\t</link_list>\n\t\t</content_template>\n\t</sysmsgtemplate>\n</sysmsg>\n'
  return { type: 10002, content: wireXml(xml) }
}

/** MsgType 10002: the announcement of a room. */
export function announcementDraft(text: string, id: string): Draft {
  const xml =
    '<sysmsg type="mmchatroombarannouncememt">\n\t<mmchatroombarannouncememt>\n' +
    `\t\t<content>${cdata(text)}</content>\n\t\t<announcement_id>${cdata(id)}</announcement_id>\n` +
    '\t</mmchatroombarannouncememt>\n</sysmsg>\n'
  return { type: 10002, content: wireXml(xml) }
}

/** MsgType 10002 of newer phones: somebody patted somebody. */
export function patDraft(from: string, patted: string, chat: string, template: string): Draft {
  const xml =
    '<sysmsg type="pat">\n\t<pat>\n' +
    `\t\t<fromusername>${xmlText(from)}</fromusername>\n\t\t<chatusername>${xmlText(chat)}</chatusername>\n` +
    `\t\t<pattedusername>${xmlText(patted)}</pattedusername>\n\t\t<template>${cdata(template)}</template>\n\t</pat>\n</sysmsg>\n`
  return { type: 10002, content: wireXml(xml) }
}
