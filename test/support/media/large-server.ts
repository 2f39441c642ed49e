import { createServer } from 'node:http'

/** Answers a film of 1 MB first and then one of so many bytes, and takes files without keeping them. Tells its port to whoever started it. */
const large = Number(process.argv[2])
const block = Buffer.alloc(1 << 20, 7)

let films = 0

const server = createServer((request, response) => {
  if (request.url?.includes('webwxgetvideo') !== true) {
    request.resume()
    const mediaId = request.url?.includes('webwxcheckupload') === true ? '' : '@m'
    request.on('end', () => response.end(JSON.stringify({ BaseResponse: { Ret: 0, ErrMsg: '' }, MediaId: mediaId })))
    return
  }
  const size = films === 0 ? block.length : large
  films += 1
  response.writeHead(206, {
    'content-type': 'video/mp4',
    'content-range': `bytes 0-${size - 1}/${size}`,
    'content-length': size,
  })
  let sent = 0
  const go = (): void => {
    while (sent < size) {
      const part = block.subarray(0, Math.min(block.length, size - sent))
      sent += part.length
      if (!response.write(part)) return void response.once('drain', go)
    }
    response.end()
  }
  go()
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0)
})
