export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Of a PNG, GIF or JPEG, from its first bytes; undefined for anything else. */
export function pictureSize(head: Uint8Array): PictureSize | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  if (begins(head, [0x89, 0x50, 0x4e, 0x47]) && head.length >= 24) {
    return { width: view.getUint32(16), height: view.getUint32(20) }
  }
  if (begins(head, [0x47, 0x49, 0x46, 0x38]) && head.length >= 10) {
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  }
  return begins(head, [0xff, 0xd8]) ? jpegSize(view) : undefined
}

const begins = (head: Uint8Array, with_: readonly number[]): boolean => with_.every((byte, at) => head[at] === byte)

/** Segment after segment until a frame header, which holds the size. */
function jpegSize(view: DataView): PictureSize | undefined {
  for (let at = 2; at + 9 < view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

const longest = 100

/** The longer side is 100 pixels at the most. */
export function thumbSize({ width, height }: PictureSize): PictureSize {
  const scale = Math.min(1, longest / Math.max(1, width, height))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}
