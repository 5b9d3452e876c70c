import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Keycap } from '@/components/ui/keycap'
import type { TriageKind } from './triage-dialogs'

type Props = { count: number; onTake: () => void; onOpen: (kind: TriageKind) => void; onClear: () => void }

export function BulkBar({ count, onTake, onOpen, onClear }: Props) {
  const { t } = useTranslation()
  return (
    <div className="row-wrap" style={{ padding: '7px 14px', background: 'var(--primary-bg)', borderBottom: '1px solid var(--line)' }} data-testid="bulk-bar">
      <span className="strong">{t('queue.selected', { count })}</span>
      <Button onClick={onTake}>{t('action.take')} <Keycap>a</Keycap></Button>
      <Button onClick={() => onOpen('assign')}>{t('action.assign')}</Button>
      <Button onClick={() => onOpen('escalate')}>{t('action.escalate')} <Keycap>e</Keycap></Button>
      <Button onClick={() => onOpen('snooze')}>{t('action.snooze')}</Button>
      <Button onClick={() => onOpen('close')}>{t('action.close')} <Keycap>c</Keycap></Button>
      <Button type="link" onClick={onClear}>{t('queue.clearSelection')}</Button>
    </div>
  )
}
