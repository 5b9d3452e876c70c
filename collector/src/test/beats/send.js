// Sends events with the published package lumberjack-client and counts what is acknowledged:
// node send.js PORT EVENTS WINDOWS [AUTHORITY.pem]
'use strict'
const fs = require('fs')
const LumberjackClient = require('lumberjack-client')

const [port, events, windows, authority] = process.argv.slice(2)
const config = { host: '127.0.0.1', port: Number(port) }
if (authority) {
  Object.assign(config, { host: 'localhost', servername: 'localhost', ca: [fs.readFileSync(authority)] })
}
const each = Number(events) / Number(windows)
let acknowledged = 0
let sent = 0
let rest = Buffer.alloc(0)

const client = new LumberjackClient(config, Boolean(authority))
// What is logged before the connection stands goes out as one window, later each event as its own.
const window = (from, to) => {
  for (let i = from; i < to; i++) {
    client.log({ '@timestamp': '2026-11-22T01:00:00.000Z', host: { name: 'máy-xã' }, message: `dòng số ${i}`, number: i })
  }
  sent = to
}
window(0, each)
client.socket.on('data', (bytes) => {
  rest = Buffer.concat([rest, bytes])
  while (rest.length >= 6) {
    if (rest.toString('latin1', 0, 2) !== '2A') {
      console.log('not an acknowledgement: ' + rest.toString('hex'))
      process.exit(2)
    }
    acknowledged = Math.max(acknowledged, 0)
    const upTo = rest.readUInt32BE(2)
    rest = rest.subarray(6)
    if (sent === each && upTo === each) {
      acknowledged = each
      window(each, Number(events)) // windows of one event each
    } else if (sent > each) {
      acknowledged += upTo
    } else {
      console.log('partial ' + upTo)
    }
    if (acknowledged === Number(events)) {
      console.log('acknowledged ' + acknowledged)
      process.exit(0)
    }
  }
})
