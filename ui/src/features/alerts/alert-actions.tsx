import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { Keycap } from '@/components/ui/keycap'
import type { Alert } from '@/lib/api-types'
import type { TriageKind } from './triage-dialogs'

type Props = { alert: Alert; onTake: () => void; onOpen: (kind: TriageKind) => void; onReopen: () => void }

/** What may be done with an alert; the same buttons in the drawer and on the full page. */
export function AlertActions({ alert, onTake, onOpen, onReopen }: Props) {
  const { t } = useTranslation()
  const note = <Button onClick={() => onOpen('note')} data-testid="action-note">{t('action.note')} <Keycap>n</Keycap></Button>
  if (alert.state === 'DA_DONG') return <><Button onClick={onReopen} data-testid="action-reopen">{t('action.reopen')}</Button>{note}</>
  const more = [
    { key: 'assign', label: <span className="row between">{t('action.assign')} <Keycap>⇧A</Keycap></span>, onClick: () => onOpen('assign'), 'data-testid': 'action-assign' },
    { key: 'snooze', label: t('action.snooze'), onClick: () => onOpen('snooze'), 'data-testid': 'action-snooze' },
  ]
  return (
    <>
      <Button type="primary" onClick={onTake} data-testid="action-take">{t('action.take')} <Keycap>a</Keycap></Button>
      <Button onClick={() => onOpen('escalate')} data-testid="action-escalate">{t('action.escalate')} <Keycap>e</Keycap></Button>
      <Button onClick={() => onOpen('close')} data-testid="action-close">{t('action.close')} <Keycap>c</Keycap></Button>
      <Button onClick={() => onOpen('playbook')} data-testid="action-playbook">{t('action.playbook')} <Keycap>p</Keycap></Button>
      {note}
      <Dropdown menu={{ items: more }} trigger={['click']} placement="topRight">
        <Button type="text" icon={<DownOutlined />} iconPlacement="end" aria-label={t('action.moreActions')} data-testid="action-more" />
      </Dropdown>
    </>
  )
}
