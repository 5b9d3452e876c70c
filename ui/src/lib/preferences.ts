import { useSyncExternalStore } from 'react'

export type Preferences = {
  theme: 'light' | 'dark'
  density: 'compact' | 'normal'
  language: 'vi' | 'en'
  railOpen: boolean
  panelWidth: number
  shortcuts: boolean
}

const KEY = 'lachan.preferences'
const DEFAULTS: Preferences = { theme: 'light', density: 'compact', language: 'vi', railOpen: true, panelWidth: 540, shortcuts: true }

let current: Preferences = read()
const listeners = new Set<() => void>()

/** How this person likes the screens; kept in the browser, holds nothing secret. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current)
}

export function preferences(): Preferences {
  return current
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // A browser that forbids storage still shows the change until it is closed.
  }
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}

// What is chosen in one window holds in the others of this browser, too.
if (typeof window !== 'undefined') window.addEventListener('storage', ({ key }) => {
  if (key !== KEY) return
  current = read()
  tell()
})

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Preferences {
  try {
    return { ...DEFAULTS, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) }
  } catch {
    return DEFAULTS
  }
}
