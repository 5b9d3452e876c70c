import { useEffect, useState } from 'react'
import { useKeys } from '@/lib/keyboard'

/** Moves the active row with j/k and the arrows and opens it with Enter; `byKey` says that the last one was opened so. */
export function useRowKeys<T>(rows: T[], rowKey: (row: T) => string, onOpen: (row: T) => void, active = true) {
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const [byKey, setByKey] = useState(false)
  const move = (step: number) => {
    const keys = shownKeys(rows.map(rowKey))
    const at = activeKey === null ? -1 : keys.indexOf(activeKey)
    const next = keys[Math.min(keys.length - 1, Math.max(0, at === -1 ? 0 : at + step))]
    if (next !== undefined) setActiveKey(next)
  }
  const open = () => {
    const row = rows.find((each) => rowKey(each) === activeKey)
    if (row === undefined) return false
    setByKey(true)
    onOpen(row)
  }
  const choose = (key: string) => {
    setByKey(false)
    setActiveKey(key)
  }
  useKeys({ j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), Enter: open }, active)
  return { activeKey, setActiveKey: choose, byKey }
}

/** The rows as they stand on the screen: a table may have been sorted by one of its heads. */
function shownKeys(keys: string[]): string[] {
  const known = new Set(keys)
  const shown = [...document.querySelectorAll<HTMLElement>('tr[data-row-key]')].map(({ dataset }) => dataset.rowKey ?? '').filter((key) => known.has(key))
  return shown.length > 0 ? shown : keys
}

/** The focus is on the active row, and comes back to it when what it opened is closed. */
export function useRowFocus(opened: string | undefined, activeKey: string | null): void {
  useEffect(() => {
    if (!opened && activeKey && !holdsFocus()) document.querySelector<HTMLElement>(`tr[data-row-key="${CSS.escape(activeKey)}"]`)?.focus()
  }, [opened, activeKey])
}

/** Whether the focus is on anything but the window, a page as a whole, or the row that was active before. */
const holdsFocus = () => document.activeElement !== document.body && !document.activeElement?.matches('.page, tr[data-row-key]')
