/** An element: its attributes, its own text and its children. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  readonly children: readonly Element[]
}

interface Open {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
  readonly children: Element[]
}

const token =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y

/** The root of what a client sends as XML; undefined where it is not well-formed. */
export function readXml(text: string): Element | undefined {
  const root: Open = { name: '', attributes: {}, text: '', children: [] }
  const open: Open[] = [root]
  const reader = new RegExp(token)
  while (reader.lastIndex < text.length) {
    const found = reader.exec(text)
    if (found === null) return undefined
    const [, cdata, closed, opened, attributes = '', selfClosing, plain] = found
    const top = open[open.length - 1] ?? root
    if (cdata !== undefined) top.text += cdata
    else if (plain !== undefined) top.text += unescapeXml(plain)
    else if (opened !== undefined) {
      const element: Open = { name: opened, attributes: readAttributes(attributes), text: '', children: [] }
      top.children.push(element)
      if (selfClosing === '') open.push(element)
      if (open.length > 100) return undefined
    } else if (closed !== undefined) {
      if (open.length === 1 || top.name !== closed) return undefined
      open.pop()
    }
  }
  const [only, ...more] = root.children
  return open.length === 1 && more.length === 0 && root.text.trim() === '' ? only : undefined
}

/** The first element at the end of this path below `from`. */
export function elementAt(from: Element | undefined, ...path: readonly string[]): Element | undefined {
  let at = from
  for (const name of path) at = at?.children.find((child) => child.name === name)
  return at
}

const readAttributes = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(/(?<![\w:.-])([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name = '', one, other]) => [
      name,
      unescapeXml(one ?? other ?? ''),
    ]),
  )

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** One pass, so that what was escaped twice stays escaped once. */
export const unescapeXml = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? all
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return point <= 0x10ffff ? String.fromCodePoint(point) : all
  })
