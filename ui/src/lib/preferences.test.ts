import { beforeEach, expect, test, vi } from 'vitest'

const KEY = 'lachan.preferences'

beforeEach(() => {
  localStorage.clear()
  vi.resetModules()
})

test('what is chosen in another window holds here, too', async () => {
  const { preferences } = await import('./preferences')
  expect(preferences().theme).toBe('light')
  localStorage.setItem(KEY, JSON.stringify({ theme: 'dark' }))
  window.dispatchEvent(new StorageEvent('storage', { key: KEY }))
  expect(preferences().theme).toBe('dark')
})

test('what others keep in the browser is nothing to us, and what cannot be read is the default', async () => {
  localStorage.setItem(KEY, JSON.stringify({ density: 'normal' }))
  const { preferences } = await import('./preferences')
  localStorage.setItem(KEY, '{')
  window.dispatchEvent(new StorageEvent('storage', { key: 'other' }))
  expect(preferences().density).toBe('normal')
  window.dispatchEvent(new StorageEvent('storage', { key: KEY }))
  expect(preferences().density).toBe('compact')
})
