import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { runnerImport, type Connect, type Plugin } from 'vite'

type Fake = {
  handle: (request: Request) => Promise<Response>
  arrive: () => { id: string; level: string; title: string; at: string }
}

/** `vite --mode fake` and `vite preview --mode fake`: the screens without a backend, under the real page policy. */
export function fakeBackend(nonceWord: string): Plugin {
  let fake: Fake | undefined
  const api: Connect.NextHandleFunction = (incoming, outgoing, next) => {
    if (!incoming.url?.startsWith('/api/')) return next()
    // A browser that leaves the page breaks off its requests; that is no fault.
    answer(incoming, outgoing).catch((error: unknown) => (incoming.aborted ? undefined : next(error)))
  }
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    fake ??= (await load()).createFakeServer()
    if (incoming.url === '/api/alerts/stream') return stream(fake, outgoing)
    const response = await fake.handle(await toRequest(incoming))
    outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), 'Set-Cookie': 'XSRF-TOKEN=fake; Path=/' })
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  }
  return {
    name: 'fake-backend',
    configureServer: (server) => void server.middlewares.use(api),
    configurePreviewServer: (server) => {
      server.middlewares.use(api)
      server.middlewares.use(page(nonceWord))
    },
  }
}

async function load() {
  const { module } = await runnerImport<{ createFakeServer: (options?: object) => Fake }>('./src/testing/fake-server/fake-server.ts', {
    resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  })
  return module
}

function stream(fake: Fake, outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  outgoing.write(': heartbeat\n\n')
  const every = Number(process.env['FAKE_ALERT_SECONDS'] ?? 40) * 1000
  const timer = setInterval(() => outgoing.write(`event: alert\ndata: ${JSON.stringify(fake.arrive())}\n\n`), every)
  outgoing.on('close', () => clearInterval(timer))
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = []
  for await (const part of incoming) parts.push(part as Buffer)
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : []))
  const body = incoming.method === 'GET' ? undefined : Buffer.concat(parts)
  return new Request(`http://fake${incoming.url}`, { method: incoming.method, headers, body })
}

/** Serves the built page as the product does: a fresh nonce in the page and in the policy. */
function page(nonceWord: string): Connect.NextHandleFunction {
  return (incoming, outgoing, next) => {
    if (/\.\w+($|\?)/.test(incoming.url ?? '')) return next()
    const nonce = Math.random().toString(36).slice(2)
    outgoing.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    )
    outgoing.setHeader('Content-Type', 'text/html; charset=utf-8')
    outgoing.setHeader('Cache-Control', 'no-store')
    outgoing.end(readFileSync('dist/index.html', 'utf8').replaceAll(nonceWord, nonce))
  }
}
