import { expect, test } from 'vitest'
import { decodeMessage } from '../../../src/protocol/message.js'
import { encodeText } from '../../../src/protocol/text.js'

const odd = [
  1e308,
  -1e308,
  1e300,
  9e15,
  2 ** 53,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '99999999999999999999',
  '1e308',
]

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}

const fields = [
  'CreateTime',
  'PlayLength',
  'VoiceLength',
  'ImgWidth',
  'ImgHeight',
  'FileSize',
  'AppMsgType',
  'StatusNotifyCode',
]

const xml: Readonly<Record<number, (n: unknown) => string>> = {
  3: (n) => `<msg><img length="${n}" hdlength="${n}" cdnthumbwidth="${n}" cdnthumbheight="${n}"/></msg>`,
  34: (n) => `<msg><voicemsg voicelength="${n}" length="${n}"/></msg>`,
  42: (n) => `<msg sex="${n}" scene="${n}"/>`,
  43: (n) => `<msg><videomsg playlength="${n}" length="${n}" cdnthumbwidth="${n}"/></msg>`,
  47: (n) => `<msg><emoji len="${n}" width="${n}" height="${n}"/><gameext type="1" content="${n}"/></msg>`,
  48: (n) => `<msg><location x="${n}" y="${n}" scale="${n}"/></msg>`,
  49: (n) =>
    `<msg><appmsg><type>6</type><title>a</title><appattach><totallen>${n}</totallen></appattach></appmsg></msg>`,
}

test.each(Object.keys(xml))('numbers that make no sense are no numbers of a message of type %s', (type) => {
  for (const number of odd)
    for (const Content of ['', encodeText(xml[Number(type)]?.(number) ?? '')]) {
      const raw = {
        ...Object.fromEntries(fields.map((name) => [name, number])),
        MsgId: '1',
        MsgType: Number(type),
        Content,
      }
      const { raw: _, time, ...decoded } = decodeMessage(raw, '@me')
      expect(Number.isNaN(new Date(time).getTime())).toBe(false)
      expect(time).toBeGreaterThanOrEqual(0)
      for (const one of numbersIn(decoded))
        expect([type, number, Number.isFinite(one) && one >= -180]).toEqual([type, number, true])
    }
})

test('numbers that make sense stay', () => {
  const raw = { MsgId: '1', MsgType: 43, CreateTime: 1_513_913_385, PlayLength: 12, ImgWidth: 224 }
  expect(decodeMessage(raw, '@me')).toMatchObject({ time: 1_513_913_385_000, duration: 12_000, width: 224 })
})

test.each([
  ['90.000000', '180.000000', { latitude: 90, longitude: 180 }],
  ['-22.998941', '-113.271170', { latitude: -22.998941, longitude: -113.27117 }],
  ['91', '10', {}],
  ['10', '181', {}],
])('a place at %s, %s', (x, y, place) => {
  const found = decodeMessage(
    { MsgType: 1, SubMsgType: 48, Content: 'a:<br/>b', OriContent: `<msg><location x="${x}" y="${y}"/></msg>` },
    '@me',
  )
  expect('latitude' in found ? { latitude: found.latitude, longitude: found.longitude } : {}).toEqual(place)
})
