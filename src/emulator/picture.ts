/** Eight grey pixels by eight, as a JPEG in base64: stands for avatars and for pictures of QR codes. */
export const pictureBase64 =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB' +
  'AQEBAQEBAQEBAQEBAQH/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAI' +
  'AQEAAD8AP//Z'

/** The same as bytes. */
export const pictureBytes = (): Uint8Array => Uint8Array.from(atob(pictureBase64), (sign) => sign.charCodeAt(0))
