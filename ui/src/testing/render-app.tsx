import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { render, screen, waitFor } from '@testing-library/react'
import { App as AntdApp, ConfigProvider } from 'antd'
import { vi } from 'vitest'
import { createAppRouter } from '@/app/router'
import { createQueryClient } from '@/lib/query-client'
import { createFakeServer, type FakeOptions } from './fake-server/fake-server'

const BASE = 'http://localhost'

/** A stream that the test feeds by hand. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2
  static opened: FakeEventSource[] = []
  readonly readyState = 1
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null

  constructor(readonly url: string) {
    super()
    FakeEventSource.opened.push(this)
  }

  say(event: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }))
  }

  close(): void {}
}

/** The whole application at an address, against a fresh fake server. */
export function renderApp(path: string, options: FakeOptions = {}) {
  const server = createFakeServer(options)
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) => server.handle(toRequest(input, init)))
  FakeEventSource.opened = []
  vi.stubGlobal('EventSource', FakeEventSource)
  const client = createQueryClient(() => void router.navigate({ to: '/login' }))
  const router = createAppRouter(client, createMemoryHistory({ initialEntries: [path] }))
  const view = render(
    <ConfigProvider theme={{ token: { motion: false } }}>
      <AntdApp>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntdApp>
    </ConfigProvider>,
  )
  return { server, router, client, ...view }
}

function toRequest(input: string, init: RequestInit = {}): Request {
  const { signal: _signal, credentials: _credentials, ...rest } = init
  return new Request(new URL(input, BASE), rest)
}

/** Presses a key as a person does: on what has the focus. */
export function press(key: string, init: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }))
}

export function row(key: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`tr[data-row-key="${key}"]`)
  if (!found) throw new Error(`no row ${key}`)
  return found
}

export const rowKeys = (): string[] => [...document.querySelectorAll('tr[data-row-key]')].map((each) => each.getAttribute('data-row-key') ?? '')

export const activeKey = (): string | null => document.querySelector('tr[data-active="true"]')?.getAttribute('data-row-key') ?? null

export async function waitForRows(testId: string): Promise<void> {
  await waitFor(() => screen.getByTestId(testId))
}
