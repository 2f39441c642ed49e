import { styleText } from 'node:util'
import type { Message } from 'rxwx'
import { visible } from './visible.js'

/** A received message as one readable line; coloured where the terminal can. */
export function messageLine(message: Message, coloured: boolean): string {
  const paint = (style: 'cyan' | 'green' | 'dim', text: string): string =>
    coloured ? styleText(style, text, { validateStream: false }) : text
  const time = Math.abs(message.time) <= 8.64e15 ? new Date(message.time).toTimeString().slice(0, 8) : '--:--:--'
  const from = paint('cyan', visible(message.from.name || message.from.id))
  const where = message.room === undefined ? '' : paint('green', ` [${visible(message.room.name || message.room.id)}]`)
  const what =
    'text' in message && typeof message.text === 'string' ? visible(message.text) : paint('dim', `(${message.type})`)
  return `${paint('dim', time)} ${from}${where}: ${what}`
}
