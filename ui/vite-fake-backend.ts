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
    void answer(incoming, outgoing)
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
      server.middlewares.use(policy(nonceWord))
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

/** The content policy that the product sends, so that a look at the screens is a look at the policy too. */
function policy(nonceWord: string): Connect.NextHandleFunction {
  return (_incoming, outgoing, next) => {
    const nonce = Math.random().toString(36).slice(2)
    outgoing.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    )
    const end = outgoing.end.bind(outgoing)
    outgoing.end = ((chunk?: unknown, ...rest: never[]) => {
      const isPage = String(outgoing.getHeader('content-type') ?? '').startsWith('text/html')
      return end(isPage && (typeof chunk === 'string' || Buffer.isBuffer(chunk)) ? chunk.toString().replaceAll(nonceWord, nonce) : (chunk as string), ...rest)
    }) as typeof outgoing.end
    next()
  }
}
