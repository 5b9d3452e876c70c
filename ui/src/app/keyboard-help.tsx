import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Keycap } from '@/components/ui/keycap'
import { boundKeys } from '@/lib/keyboard'

/** What a binding is called, and the key caps that stand for it. */
export const KEYS = [
  ['move', 'j', 'j', 'k'], ['open', 'Enter', 'Enter'], ['close', 'Escape', 'Esc'], ['fullPage', 'o', 'o'], ['select', 'x', 'x'], ['range', 'Shift+J', 'Shift', 'j'], ['take', 'a', 'a'],
  ['assign', 'Shift+A', 'Shift', 'a'], ['escalate', 'e', 'e'], ['closeAlert', 'c', 'c'], ['falsePositive', 'f', 'f'], ['note', 'n', 'n'], ['playbook', 'p', 'p'], ['group', 'g', 'g'], ['loadNew', '.', '.'],
  ['seal', 'Shift+E', 'Shift', 'e'], ['saveForm', 'Shift+S', 'Shift', 's'], ['undo', 'u', 'u'], ['search', '/', '/'], ['help', '?', '?'], ['goQueue', 'g q', 'g', 'q'], ['goIncidents', 'g s', 'g', 's'], ['goTasks', 'g v', 'g', 'v'], ['goOrders', 'g l', 'g', 'l'], ['goPlaybooks', 'g k', 'g', 'k'], ['goSearch', 'g t', 'g', 't'], ['goRules', 'g p', 'g', 'p'],
] as const

/** Lists what works on the page behind it, and nothing else. */
export function KeyboardHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const bound = open ? boundKeys() : new Set<string>()
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('help.title')} width={640}>
      <p className="muted" style={{ marginBottom: 12 }}>{t('help.hint')}</p>
      <div style={{ columns: 2, columnGap: 28 }} data-testid="keyboard-help">
        {KEYS.filter(([, binding]) => bound.has(binding)).map(([name, binding, ...caps]) => (
          <div key={name} className="row between" style={{ padding: '4px 0', breakInside: 'avoid' }} data-binding={binding}>
            <span>{t(`help.${name}`)}</span>
            <span className="row" style={{ gap: 4 }}>
              {caps.map((cap) => <Keycap key={cap}>{cap}</Keycap>)}
            </span>
          </div>
        ))}
      </div>
    </Modal>
  )
}
