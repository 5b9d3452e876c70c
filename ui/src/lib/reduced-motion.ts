import { useSyncExternalStore } from 'react'

const wish = () => window.matchMedia('(prefers-reduced-motion: reduce)')

/** Whether this person asked their system for less motion; follows a change at once. */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(listen, () => wish().matches)
}

function listen(changed: () => void) {
  const query = wish()
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
