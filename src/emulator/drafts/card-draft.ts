import type { Draft } from '../deliver.js'
import type { Random } from '../random.js'
import type { JsonObject } from '../wire-json.js'
import { wireText, wireXml } from '../wire-text.js'
import type { Person } from '../world-state.js'
import { xmlAttributes } from '../xml-text.js'

/** MsgType 42: somebody is recommended. */
export function cardDraft(random: Random, person: Person): Draft {
  const { wxid, nickName, alias, sex, province, city, signature, kind } = person
  const scene = 17
  const attributes = {
    username: wxid,
    nickname: nickName,
    alias,
    smallheadimgurl: '',
    bigheadimgurl: '',
    sex,
    province,
    city,
    sign: signature,
    scene,
    antispamticket: `v2_${random.hex(64)}@stranger`,
    certflag: kind === 'official' ? 24 : 0,
    brandIconUrl: '',
  }
  return {
    type: 42,
    content: wireXml(`<?xml version="1.0"?>\n<msg${xmlAttributes(attributes)} />\n`),
    named: ({ nameOf }) => ({ RecommendInfo: recommendation(person, nameOf(person.id), { Scene: scene }) }),
  }
}

/** RecommendInfo of cards, requests and suggestions. */
export const recommendation = (person: Person, UserName: string, more: JsonObject): JsonObject => ({
  UserName,
  NickName: wireText(person.nickName),
  QQNum: 0,
  Province: person.province,
  City: person.city,
  Content: '',
  Signature: wireText(person.signature),
  Alias: person.alias,
  Scene: 0,
  VerifyFlag: person.kind === 'official' ? 24 : 0,
  AttrStatus: person.kind === 'official' ? 0 : 16_896,
  Sex: person.sex,
  Ticket: '',
  OpCode: 0,
  ...more,
})
