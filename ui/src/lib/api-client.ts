import i18n from 'i18next'

export type QueryValue = string | number | boolean | null | undefined
export type Query = Record<string, QueryValue>

export type ProblemBody = {
  title?: string
  detail?: string
  code?: string
  missing?: string[]
  fields?: { field: string; message: string }[]
  /** What else this kind of problem tells; its reader knows the shape. */
  [more: string]: unknown
}

/** What the server refused, with its own words. `status` 0 means that no answer came. */
export class ProblemError extends Error {
  readonly code: string | undefined
  readonly missing: string[]
  readonly fields: { field: string; message: string }[]
  readonly title: string
  readonly body: ProblemBody

  constructor(readonly status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.name = 'ProblemError'
    this.title = body.title ?? ''
    this.code = body.code
    this.missing = body.missing ?? []
    this.fields = body.fields ?? []
    this.body = body
  }
}

type Options = { query?: Query; body?: unknown; form?: URLSearchParams | FormData; signal?: AbortSignal }

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', path, { query, signal }),
  post: <T = void>(path: string, body?: unknown) => request<T>('POST', path, { body }),
  delete: <T = void>(path: string) => request<T>('DELETE', path, {}),
  put: <T = void>(path: string, body?: unknown) => request<T>('PUT', path, { body }),
  postForm: <T = void>(path: string, form: URLSearchParams | FormData) => request<T>('POST', path, { form }),
}

/** Adds the query to the path; empty values are left out. */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path
}

async function request<T>(method: string, path: string, { query, body, form, signal }: Options): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json', 'Accept-Language': i18n.language || 'vi' }
  if (method !== 'GET') headers['X-XSRF-TOKEN'] = await csrfToken()
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  const response = await send(withQuery(path, query), {
    method,
    headers,
    credentials: 'same-origin',
    signal,
    body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
  })
  if (!response.ok) throw await problemOf(response)
  return (await bodyOf(response)) as T
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ProblemError(0, {})
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}

async function problemOf(response: Response): Promise<ProblemError> {
  const text = await response.text()
  if (!(response.headers.get('content-type') ?? '').includes('json')) return new ProblemError(response.status, {})
  try {
    return new ProblemError(response.status, JSON.parse(text) as ProblemBody)
  } catch {
    return new ProblemError(response.status, {})
  }
}

/** The server sets the cookie with any answer; a first write without one asks for it. */
async function csrfToken(): Promise<string> {
  const known = cookie('XSRF-TOKEN')
  if (known) return known
  await send('/api/session', { credentials: 'same-origin' })
  return cookie('XSRF-TOKEN') ?? ''
}

function cookie(name: string): string | undefined {
  const pair = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(name.length + 1))
}
