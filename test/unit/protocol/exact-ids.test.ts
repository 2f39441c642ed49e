import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { restoreIds } from '../../../src/protocol/exact-ids.js'
import { quoteBigIntegers } from '../../../src/protocol/json.js'

const restored = (body: string): unknown => {
  const value: unknown = JSON.parse(body)
  return restoreIds(value) ? value : 'to be read slowly'
}

const exactly = (body: string): unknown => {
  const value: unknown = JSON.parse(body)
  return restoreIds(value, body) ? value : JSON.parse(quoteBigIntegers(body))
}

const of = (message: string, more = ''): string => `{"AddMsgList":[${message}]${more}}`

describe('restoreIds', () => {
  it.each([
    ['the digits of MsgId', '{"MsgId":"7466342607691052416","NewMsgId":7466342607691052416}'],
    ['those of the largest number there is', '{"MsgId":"18446744073709551615","NewMsgId":18446744073709551615}'],
    ['nothing where the number is small', '{"MsgId":"12","NewMsgId":12}'],
    ['nothing where it is a text already', '{"MsgId":"7466342607691052416","NewMsgId":"7466342607691052416"}'],
    ['nothing where there is none', '{"MsgId":"7466342607691052416"}'],
    ['nothing to what is no message', 'null,3,"x",[1]'],
  ])('gives NewMsgId %s', (_, message) => {
    const body = of(message)
    expect(restored(body)).toEqual(JSON.parse(quoteBigIntegers(body)))
  })

  it.each([
    ['MsgId is another number', '{"MsgId":"7466342607691060000","NewMsgId":7466342607691052416}'],
    ['MsgId is missing', '{"NewMsgId":7466342607691052416}'],
    ['MsgId is empty', '{"MsgId":"","NewMsgId":7466342607691052416}'],
    ['MsgId is a large number, too', '{"MsgId":7466342607691052416,"NewMsgId":7466342607691052416}'],
    ['it is so for the second message only', '{"MsgId":"1","NewMsgId":1},{"NewMsgId":7466342607691052416}'],
  ])('leaves it to the slow way where %s', (_, message) => {
    expect(restored(of(message))).toBe('to be read slowly')
  })

  it.each(['SyncKey', 'SyncCheckKey'])('leaves a %s with a large number to the slow way', (key) => {
    const large = (val: string): string => of('', `,"${key}":{"Count":1,"List":[{"Key":1,"Val":${val}}]}`)
    expect(restored(large('9007199254740993'))).toBe('to be read slowly')
    expect(restored(large('700722177'))).not.toBe('to be read slowly')
  })

  it('gives back every number that 64 bits hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }), (id) => {
        expect(restored(of(`{"MsgId":"${id}","NewMsgId":${id}}`))).toEqual({
          AddMsgList: [{ MsgId: `${id}`, NewMsgId: `${id}` }],
        })
      }),
    )
  })

  it('keeps a NewMsgId that differs a little from MsgId, in any place and any spelling', () => {
    const id = 7466342607691052416n
    for (const by of [-1n, 1n, 2n, 100n, 500n]) {
      const other = `{"MsgId":"${id}","NewMsgId" : ${id + by}}`
      const same = `{"MsgId":"${id}","NewMsgId":${id}}`
      const body = of(`{"MsgId":"1","NewMsgId":1},${same},{"MsgId":"2"},${other},${same}`)
      expect(exactly(body)).toEqual(JSON.parse(quoteBigIntegers(body)))
      expect(exactly(of(same))).toEqual({ AddMsgList: [{ MsgId: `${id}`, NewMsgId: `${id}` }] })
    }
  })

  it('is not misled by what somebody wrote', () => {
    const id = 7466342607691052416n
    const Content = JSON.stringify(`{"NewMsgId":${id}}`)
    const body = of(`{"MsgId":"${id}","Content":${Content},"NewMsgId":${id + 1n}}`)
    expect(exactly(body)).toMatchObject({ AddMsgList: [{ NewMsgId: `${id + 1n}` }] })
  })

  it('has nothing to do where there is no list', () => {
    expect([restoreIds({}), restoreIds(null), restoreIds({ AddMsgList: null })]).toEqual([true, true, true])
  })
})
