import qrcode from 'qrcode-terminal'

/**
 * Draws `text` as a QR code of half blocks, two modules to a character, for a terminal of at least 40 columns.
 *
 * Light modules are drawn and dark ones left out, so it wants a dark background. No line break at the end.
 *
 * @example
 * console.error(terminalQr('https://login.weixin.qq.com/l/…'))
 */
export function terminalQr(text: string): string {
  let drawn = ''
  // Called back before `generate` returns.
  qrcode.generate(text, { small: true }, (picture) => {
    drawn = picture.replace(/(?<!\n)\n+$/, '')
  })
  return drawn
}
