import { ArrowLeftOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { FieldTable } from '@/components/ui/field-table'
import { JsonView } from '@/components/ui/json-view'
import { Page } from '@/components/ui/page'
import { QueryView } from '@/components/ui/query-view'
import type { AlertDetail } from '@/lib/api-types'
import { useKeys } from '@/lib/keyboard'
import { useCan } from '@/lib/session'
import { AlertActions } from './alert-actions'
import { AlertFacts, AlertSigns } from './alert-head'
import { EventsSection, FieldsSection, HistorySection, RelatedSection, WhySection } from './alert-overview'
import { allFields } from './alert-panel'
import { alertQuery } from './api/get-alerts'
import { TriageDialogs, type TriageKind } from './triage-dialogs'
import { UndoToast } from './undo-toast'
import { triageKeys } from './use-queue-keys'
import { useTriage } from './use-triage'

const route = getRouteApi('/shell/alerts/$id')

/** One alert at an address of its own: everything of the drawer, with room. */
export function AlertPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = route.useParams()
  const detail = useQuery(alertQuery(id))
  const alert = detail.data?.alert
  const mayTriage = useCan('ALERT_TRIAGE')
  const triage = useTriage()
  const [dialog, setDialog] = useState<TriageKind | null>(null)
  const open = (kind: TriageKind) => {
    if (!mayTriage || !alert) return false
    if (kind === 'playbook' && alert.incidentId) void navigate({ to: '/incidents/$id', params: { id: alert.incidentId }, search: { tab: 'playbooks' } })
    else setDialog(kind)
  }
  const take = () => (mayTriage && alert ? triage.act({ ids: [alert.id], action: 'TAKE' }) : false)
  const back = () => void navigate({ to: '/queue', search: { id } })
  useKeys({ Escape: back, ...(mayTriage ? triageKeys({ open, take, undo: triage.takeBack }) : {}) })
  return (
    <Page title={alert?.title ?? t('panel.label')} updatedAt={detail.dataUpdatedAt} testId="page-alert" actions={<CopyButton text={location.href} label={t('panel.copyLink')} />}>
      <div className="row-wrap">
        <Link to="/queue" search={{ id }} data-testid="to-queue"><ArrowLeftOutlined /> {t('panel.toQueue')}</Link>
        {alert && <AlertSigns alert={alert} />}
      </div>
      {alert && <AlertFacts alert={alert} />}
      {alert && mayTriage && <div className="row-wrap alert-bar"><AlertActions alert={alert} onTake={take} onOpen={open} onReopen={() => triage.act({ ids: [alert.id], action: 'REOPEN' })} /></div>}
      <QueryView query={detail}>{(data) => <Body detail={data} onShow={(other) => void navigate({ to: '/alerts/$id', params: { id: other } })} />}</QueryView>
      {dialog && alert && <TriageDialogs kind={dialog} alerts={[alert]} triage={triage} onOpen={setDialog} onClose={() => setDialog(null)} />}
      {triage.undoable && <UndoToast undoable={triage.undoable} onUndo={triage.takeBack} onClose={triage.forget} />}
    </Page>
  )
}

function Body({ detail, onShow }: { detail: AlertDetail; onShow: (id: string) => void }) {
  const { t } = useTranslation()
  const overview = (
    <div className="alert-columns">
      <div><WhySection detail={detail} /><EventsSection detail={detail} /></div>
      <div><FieldsSection detail={detail} /><RelatedSection detail={detail} onShow={onShow} /><HistorySection detail={detail} /></div>
    </div>
  )
  return (
    <div className="card card-body">
      <Tabs
        items={[
          { key: 'overview', label: t('panel.overview'), children: overview },
          { key: 'table', label: t('panel.table'), children: <div style={{ paddingTop: 8, maxWidth: 900 }}><FieldTable fields={allFields(detail)} /></div> },
          { key: 'json', label: 'JSON', children: <div style={{ paddingTop: 10 }}><JsonView value={detail} /></div> },
        ]}
      />
    </div>
  )
}
