import { useRowFocus } from '@/components/ui/use-row-keys'
import { useKeys, type Bindings } from '@/lib/keyboard'
import { GROUPS, type QueueSearch } from './queue-search'
import type { TriageKind } from './triage-dialogs'
import type { useSelection } from '@/lib/use-selection'

type Triage = { open: (kind: TriageKind) => void | boolean; take: () => void | boolean; undo: () => void | boolean }
type Keys = Triage & {
  search: QueueSearch
  activeId: string | null
  mayTriage: boolean
  selection: ReturnType<typeof useSelection>
  move: (step: number) => string | undefined
  show: (id: string | undefined) => void
  full: (id: string) => void
  change: (next: Partial<QueueSearch>) => void
  load: () => Promise<void>
  onKey: (byKey: boolean) => void
}

/** What is done with alerts by one key, in the queue and on the page of one alert. */
export function triageKeys({ open, take, undo }: Triage): Bindings {
  return {
    a: take, 'Shift+A': () => open('assign'), e: () => open('escalate'), c: () => open('close'), f: () => open('falsePositive'), n: () => open('note'), p: () => open('playbook'), u: undo,
  }
}

/** The whole queue by keyboard; the keyboard help lists what is bound, so nothing is bound that may not be done. */
export function useQueueKeys({ search, activeId, mayTriage, selection, open, take, move, show, full, change, load, undo, onKey }: Keys): void {
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
  const marks: Bindings = { x: mark, 'Shift+J': () => range(1), 'Shift+ArrowDown': () => range(1), 'Shift+K': () => range(-1), 'Shift+ArrowUp': () => range(-1) }
  useKeys(
    {
      j: down, ArrowDown: down, k: up, ArrowUp: up, Enter: enter, o: () => (current ? full(current) : false), Escape: escape,
      ...(mayTriage ? { ...marks, ...triageKeys({ open, take, undo }) } : {}),
    },
    search.by === undefined,
  )
  useKeys({ g: nextGroup, '.': () => void load() })
  useRowFocus(search.id, activeId)
}
