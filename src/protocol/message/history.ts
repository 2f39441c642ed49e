import { child, children, parseXml, textAt, type XmlElement } from '../xml.js'

/** One message of a bundle. */
export interface HistoryItem {
  /** Who said it, as it was shown. */
  readonly name: string
  /** The text; for anything else its title or description. */
  readonly text: string
  /** As it was shown: `2018-3-13 18:03`. */
  readonly time: string
  /** The wire's number of its kind: 1 text, 2 picture, 4 film, 5 link, 6 place, 8 file, 17 a bundle in the bundle. */
  readonly dataType: number
}

/** Longer bundles are cut. */
const most = 1_000

/** The messages of a bundle, from the XML that its payload holds as a text. */
export function historyOf(record: string): readonly HistoryItem[] {
  const list = child(parseXml(record), 'recordinfo', 'datalist')
  return children(list, 'dataitem').slice(0, most).map(itemOf)
}

const itemOf = (item: XmlElement): HistoryItem => {
  const type = Number(item['@datatype'])
  return {
    name: textAt(item, 'sourcename') || textAt(item, 'dataitemsource', 'fromusr'),
    text: textAt(item, 'datadesc') || textAt(item, 'datatitle') || textAt(item, 'datafmt'),
    time: textAt(item, 'sourcetime'),
    dataType: Number.isSafeInteger(type) ? type : 0,
  }
}
