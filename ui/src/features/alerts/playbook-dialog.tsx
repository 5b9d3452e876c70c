import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { PlaybookList } from '@/components/work/playbook-list'
import type { Alert, Playbook } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { alertQuery } from './api/get-alerts'

/** The playbooks for such an alert. A playbook runs on an incident, so choosing one leads through the escalation. */
export function PlaybookDialog({ alerts, onClose, onChoose }: { alerts: Alert[]; onClose: () => void; onChoose: (playbook: Playbook) => void }) {
  const { t } = useTranslation()
  const mayRun = useCan('INCIDENT_COORDINATE')
  const first = alerts[0]
  const category = useQuery({ ...alertQuery(first?.id ?? ''), enabled: first !== undefined }).data?.rule?.category
  return (
    <Modal open title={t('alertPlaybook.title', { count: alerts.length })} footer={null} onCancel={onClose} width={640}>
      <div className="stack" data-testid="alert-playbooks">
        <Notice tone="now">{mayRun ? t('alertPlaybook.hint') : t('alertPlaybook.noRight')}</Notice>
        <PlaybookList category={category ?? ''} label={t('alertPlaybook.choose')} onChoose={mayRun ? onChoose : undefined} />
      </div>
    </Modal>
  )
}
