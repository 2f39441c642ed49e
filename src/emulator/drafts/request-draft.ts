import type { Draft } from '../deliver.js'
import { initialsOf } from '../pinyin.js'
import type { Random } from '../random.js'
import { wireText, wireXml } from '../wire-text.js'
import type { Person } from '../world-state.js'
import { xmlAttributes } from '../xml-text.js'
import { recommendation } from './card-draft.js'

/** MsgType 37: a friend request with its ticket. Type 40, a suggestion, has none. */
export function requestDraft(
  random: Random,
  person: Person,
  greeting: string,
  ticket: string,
  type: 37 | 40 = 37,
): Draft {
  const scene = 30
  const attributes = {
    fromusername: person.wxid,
    encryptusername: `v1_${random.hex(40)}@stranger`,
    fromnickname: person.nickName,
    content: greeting,
    shortpy: initialsOf(person.nickName),
    imagestatus: 3,
    scene,
    country: 'CN',
    province: person.province,
    city: person.city,
    sign: person.signature,
    sex: person.sex,
    alias: person.alias,
    ticket,
    opcode: 2,
    bigheadimgurl: '',
    smallheadimgurl: '',
    qrticket: '',
    chatroomusername: '',
  }
  const more = { Content: wireText(greeting), Scene: scene, Ticket: ticket, OpCode: type === 37 ? 2 : 0 }
  return {
    type,
    content: wireXml(`<msg${xmlAttributes(attributes)}></msg>`),
    named: ({ nameOf }) => ({ RecommendInfo: recommendation(person, nameOf(person.id), more) }),
  }
}
