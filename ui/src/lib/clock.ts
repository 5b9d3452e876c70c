import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The present moment in milliseconds, told anew every `stepSeconds`; all users share one timer. */
export function useNow(stepSeconds = 1): number {
  const step = stepSeconds * 1000
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / step) * step)
}
