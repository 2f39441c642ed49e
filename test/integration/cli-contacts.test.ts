import { expect, test } from 'vitest'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()
const parsed = (line: string) => JSON.parse(line)

test('a query that nobody is meant by prints nothing and ends with 0', async () => {
  const one = stage.start(['friends', 'list', 'nobody at all', ...stage.at()])
  expect([await one.ended, one.out]).toEqual([0, []])
})

test('of a book that cannot be read in full it prints what is known, says that it is not all and why, and ends with 1', async () => {
  stage.world().fault({ name: 'retcode-1', endpoint: 'webwxgetcontact', times: 1_000 })
  const one = stage.start(['contacts', '--json', '--server', stage.server().origin])
  expect(await one.ended).toBe(1)
  expect(one.out.map((line) => parsed(line).name)).toContain('项目组')
  expect(one.out.map((line) => parsed(line).type)).not.toContain('end')
  expect(one.err()).toMatch(/rxwx: these are not all: .*webwxgetcontact: WeChat answered 1\b.*; try again later/)
  const sent = stage.start(['send', '--to', 'Nobody', 'hi', ...stage.at()])
  expect(await sent.ended).toBe(2)
  expect(sent.err()).toMatch(/nobody is called "Nobody" in the part of the address book that could be read/)
}, 60_000)

test('a listener says so, too', async () => {
  stage.world().fault({ name: 'retcode-1', endpoint: 'webwxgetcontact', times: 1_000 })
  const bot = stage.listen('--store', stage.store())
  await bot.says('could not be read in full')
  const one = stage.start(['rooms', '--json', ...stage.at()])
  expect(await one.ended).toBe(1)
  expect(one.out.map((line) => parsed(line).name)).toContain('项目组')
  expect(one.err()).toMatch(/these are not all/)
}, 60_000)

test('names with every kind of line end go through a listener in one piece, there and back', async () => {
  const name = 'E\u2028v\u2029i\u0085l\r'
  stage.world().addPerson({ id: 'evil', nickName: name })
  const bot = stage.listen('--store', stage.store(), '--pace', 'off')
  await bot.says('online as')
  const one = stage.start(['contacts', '--json', ...stage.at()])
  expect(await one.ended).toBe(0)
  const names = one.out.map((line) => parsed(line).nickName)
  expect(names.filter((known) => `${known}`.startsWith('E'))).toHaveLength(1)
  const found = names.find((known) => `${known}`.startsWith('E'))
  const sent = stage.start(['send', '--to', found, 'a\u2028b', ...stage.at()])
  expect(await sent.ended).toBe(0)
  bot.write({ send: { to: 'filehelper', text: 'c\u2028d', key: 'k' } })
  await bot.line((line) => line.includes('"k"'))
  expect(
    stage
      .world()
      .sent()
      .map(({ text }) => text),
  ).toEqual(['a\u2028b', 'c\u2028d'])
}, 60_000)
