import { afterEach, expect, test, vi } from 'vitest'
import { api, ProblemError, withQuery } from './api-client'

afterEach(() => vi.unstubAllGlobals())

function answerWith(...answers: Response[]) {
  const fetch = vi.fn((_url: string, _init?: RequestInit) => Promise.resolve(answers.shift() ?? new Response(null, { status: 204 })))
  vi.stubGlobal('fetch', fetch)
  return fetch
}

test('leaves empty values out of the address', () => {
  expect(withQuery('/api/alerts', { state: 'MOI', owner: undefined, text: '', after: null, limit: 50 })).toBe('/api/alerts?state=MOI&limit=50')
})

test('sends the token of the cookie with a write, and none with a read', async () => {
  const fetch = answerWith(new Response('{}', { status: 200 }), new Response(null, { status: 204 }))
  await api.get('/api/session')
  await api.post('/api/logout')
  expect(new Headers(fetch.mock.calls[0]?.[1]?.headers).has('X-XSRF-TOKEN')).toBe(false)
  expect(new Headers(fetch.mock.calls[1]?.[1]?.headers).get('X-XSRF-TOKEN')).toBe('fake')
})

test('asks for a token first when there is no cookie', async () => {
  document.cookie = 'XSRF-TOKEN=; max-age=0'
  const fetch = answerWith(new Response(null, { status: 401 }), new Response(null, { status: 204 }))
  await api.post('/api/logout')
  expect(fetch.mock.calls.map(([url]) => url)).toEqual(['/api/session', '/api/logout'])
})

test('turns a problem into an error with its code and what is missing', async () => {
  answerWith(new Response(JSON.stringify({ title: 'Chưa đủ', detail: 'Sự cố chưa đủ điều kiện đóng', code: 'GATE', missing: ['nguyên nhân gốc'] }), { status: 409, headers: { 'Content-Type': 'application/problem+json' } }))
  const problem = await api.post('/api/incidents/SC-2026-001/state', { to: 'DA_DONG' }).catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(ProblemError)
  expect(problem).toMatchObject({ status: 409, code: 'GATE', missing: ['nguyên nhân gốc'], message: 'Sự cố chưa đủ điều kiện đóng' })
})

test('calls it status 0 when no answer comes', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')))
  await expect(api.get('/api/session')).rejects.toMatchObject({ status: 0 })
})

test('survives an error page that is not JSON', async () => {
  answerWith(new Response('<html>502</html>', { status: 502, headers: { 'Content-Type': 'text/html' } }))
  await expect(api.get('/api/session')).rejects.toMatchObject({ status: 502 })
})
