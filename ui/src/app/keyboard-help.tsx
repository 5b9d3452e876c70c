import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Keycap } from '@/components/ui/keycap'

const KEYS = [
  ['move', 'j', 'k'], ['open', 'Enter'], ['close', 'Esc'], ['fullPage', 'o'], ['select', 'x'], ['range', 'Shift', 'j'], ['take', 'a'], ['assign', 'Shift', 'a'], ['escalate', 'e'],
  ['closeAlert', 'c'], ['falsePositive', 'f'], ['note', 'n'], ['group', 'g'], ['loadNew', '.'], ['undo', 'u'], ['search', '/'], ['help', '?'], ['goQueue', 'g', 'q'],
  ['goIncidents', 'g', 's'], ['goTasks', 'g', 'v'], ['goSearch', 'g', 't'],
] as const

export function KeyboardHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('help.title')} width={640}>
      <p className="muted" style={{ marginBottom: 12 }}>{t('help.hint')}</p>
      <div style={{ columns: 2, columnGap: 28 }}>
        {KEYS.map(([name, ...keys]) => (
          <div key={name} className="row between" style={{ padding: '4px 0', breakInside: 'avoid' }}>
            <span>{t(`help.${name}`)}</span>
            <span className="row" style={{ gap: 4 }}>
              {keys.map((key, index) => <Keycap key={index}>{key}</Keycap>)}
            </span>
          </div>
        ))}
      </div>
    </Modal>
  )
}
