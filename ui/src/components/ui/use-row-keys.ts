import { useState } from 'react'
import { useKeys } from '@/lib/keyboard'

/** Moves the active row with j/k and the arrows and opens it with Enter. */
export function useRowKeys<T>(rows: T[], rowKey: (row: T) => string, onOpen: (row: T) => void, active = true) {
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const move = (step: number) => {
    if (rows.length === 0) return
    const at = rows.findIndex((row) => rowKey(row) === activeKey)
    const next = rows[Math.min(rows.length - 1, Math.max(0, at === -1 ? 0 : at + step))]
    if (next !== undefined) setActiveKey(rowKey(next))
  }
  const open = () => {
    const row = rows.find((each) => rowKey(each) === activeKey)
    if (row === undefined) return false
    onOpen(row)
  }
  useKeys({ j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), Enter: open }, active)
  return { activeKey, setActiveKey }
}
