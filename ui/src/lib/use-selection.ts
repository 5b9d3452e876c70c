import { useCallback, useMemo, useRef, useState } from 'react'

/** Which rows are ticked; a range runs from the row ticked last. */
export function useSelection(order: string[]) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const last = useRef<string | null>(null)
  const onToggle = useCallback(
    (key: string, range: boolean) => {
      const from = range && last.current !== null ? order.indexOf(last.current) : -1
      const to = order.indexOf(key)
      const span = from === -1 ? [key] : order.slice(Math.min(from, to), Math.max(from, to) + 1)
      last.current = key
      setKeys((before) => {
        const next = new Set(before)
        const add = range || !before.has(key)
        for (const each of span) {
          if (add) next.add(each)
          else next.delete(each)
        }
        return next
      })
    },
    [order],
  )
  const onToggleAll = useCallback(() => setKeys((before) => (order.every((key) => before.has(key)) ? new Set() : new Set(order))), [order])
  const clear = useCallback(() => setKeys(new Set()), [])
  return useMemo(() => ({ keys, onToggle, onToggleAll, clear }), [keys, onToggle, onToggleAll, clear])
}
