/** Eight grey pixels by eight, as a JPEG in base64: stands for avatars and for pictures of QR codes. */
export const pictureBase64 =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB' +
  'AQEBAQEBAQEBAQEBAQH/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI' +
  'AQEAAD8AP//Z'

/** The same as bytes. */
export const pictureBytes = (): Uint8Array => Uint8Array.from(atob(pictureBase64), (sign) => sign.charCodeAt(0))

/** The same picture with a comment inside, so that one can be told from another. */
export function labelledPicture(label: string): Uint8Array {
  const [plain, text] = [pictureBytes(), new TextEncoder().encode(label.slice(0, 1_000))]
  const length = text.length + 2
  return Uint8Array.from([
    ...plain.subarray(0, 2),
    0xff,
    0xfe,
    length >> 8,
    length & 0xff,
    ...text,
    ...plain.subarray(2),
  ])
}
