import { useEffect } from 'react'
import { useKeys } from '@/lib/keyboard'
import { GROUPS, type QueueSearch } from './queue-search'
import type { TriageKind } from './triage-dialogs'
import type { useSelection } from './use-selection'

type Keys = {
  search: QueueSearch
  activeId: string | null
  selection: ReturnType<typeof useSelection>
  open: (kind: TriageKind) => void | boolean
  take: () => void | boolean
  move: (step: number) => string | undefined
  show: (id: string | undefined) => void
  change: (next: Partial<QueueSearch>) => void
  load: () => Promise<void>
  undo: () => void | boolean
  onKey: (byKey: boolean) => void
}

/** The whole queue by keyboard; the list stands in the keyboard help. */
export function useQueueKeys({ search, activeId, selection, open, take, move, show, change, load, undo, onKey }: Keys): void {
  const current = search.id ?? activeId
  const mark = () => (current ? selection.onToggle(current, false) : false)
  const range = (step: number) => {
    for (const key of [current, move(step)]) {
      if (key && !selection.keys.has(key)) selection.onToggle(key, false)
    }
  }
  const down = () => void move(1)
  const up = () => void move(-1)
  const escape = () => {
    if (search.id) return show(undefined)
    if (selection.keys.size > 0) return selection.clear()
    return false
  }
  const enter = () => {
    if (!current) return false
    onKey(true)
    show(current)
  }
  const nextGroup = () => change({ by: GROUPS[search.by ? GROUPS.indexOf(search.by) + 1 : 0] })
  const inList = search.by === undefined
  useKeys(
    {
      j: down, ArrowDown: down, k: up, ArrowUp: up,
      'Shift+J': () => range(1), 'Shift+ArrowDown': () => range(1), 'Shift+K': () => range(-1), 'Shift+ArrowUp': () => range(-1),
      Enter: enter, o: enter, Escape: escape, x: mark, a: take, 'Shift+A': () => open('assign'), e: () => open('escalate'), c: () => open('close'), n: () => open('close'),
      f: () => open('falsePositive'), u: undo,
    },
    inList,
  )
  useKeys({ g: nextGroup, '.': () => void load() })
  // The focus comes back to the row when the panel closes.
  useEffect(() => {
    if (!search.id && activeId && document.activeElement === document.body) document.querySelector<HTMLElement>(`tr[data-row-key="${CSS.escape(activeId)}"]`)?.focus()
  }, [search.id, activeId])
}
