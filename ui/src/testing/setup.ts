import { cleanup, configure } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'
import { startI18n } from '@/lib/i18n'

await startI18n()
configure({ asyncUtilTimeout: 15_000, getElementError: (message) => new Error(message ?? 'not found') })

// The document of the test has no layout engine; these parts of a browser are only asked, never needed.
Object.defineProperty(globalThis, 'matchMedia', {
  configurable: true,
  value: (query: string) => ({ matches: false, media: query, onchange: null, addListener: vi.fn(), removeListener: vi.fn(), addEventListener: vi.fn(), removeEventListener: vi.fn(), dispatchEvent: vi.fn() }),
})

beforeEach(() => {
  localStorage.clear()
  document.cookie = 'XSRF-TOKEN=fake'
})

afterEach(cleanup)
