import { styleText } from 'node:util'
import type { Message, Party } from 'rxwx'
import { visible } from './visible.js'

/** The public name, and in brackets what the owner calls them: only the owner looks at this terminal. */
const shownParty = ({ id, name, remark }: Party): string =>
  visible(`${name || id}${remark === undefined ? '' : ` (${remark})`}`)

/** A received message as one readable line; coloured where the terminal can. */
export function messageLine(message: Message, coloured: boolean): string {
  const paint = (style: 'cyan' | 'green' | 'dim', text: string): string =>
    coloured ? styleText(style, text, { validateStream: false }) : text
  const time = Math.abs(message.time) <= 8.64e15 ? new Date(message.time).toTimeString().slice(0, 8) : '--:--:--'
  const from = paint('cyan', shownParty(message.from))
  const where = message.room === undefined ? '' : paint('green', ` [${shownParty(message.room)}]`)
  const what =
    'text' in message && typeof message.text === 'string' ? visible(message.text) : paint('dim', `(${message.type})`)
  return `${paint('dim', time)} ${from}${where}: ${what}`
}
