import { useNavigate } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { PageState } from '@/components/ui/page-state'
import { LevelMark } from '@/components/ui/severity'
import { AlertStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import type { Alert, IncidentDetail } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { useSelection } from '@/lib/use-selection'
import { useRegroup } from './api/change-incident'
import { ReasonDialog } from './reason-dialog'

export function AlertsTab({ detail: { alerts, incident } }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mayWrite = useCan('INCIDENT_WRITE')
  const selection = useSelection(useMemo(() => alerts.map(({ id }) => id), [alerts]))
  const [asking, setAsking] = useState<'move' | 'detach' | null>(null)
  const columns = useMemo<Column<Alert>[]>(
    () => [
      { key: 'level', title: t('queue.level'), width: 120, render: (alert) => <LevelMark level={alert.level} full /> },
      { key: 'at', title: t('panel.lastSeen'), width: 156, sort: (a, b) => a.lastAt.localeCompare(b.lastAt), render: (alert) => <Moment at={alert.lastAt} /> },
      { key: 'title', title: t('queue.alert'), render: (alert) => <span className="two-lines"><span className="cut strong">{alert.title}</span><span className="cut" title={alert.reason}>{alert.reason}</span></span> },
      { key: 'entity', title: t('queue.entity'), width: 170, render: (alert) => <span className="cut mono">{alert.entity}</span> },
      { key: 'state', title: t('queue.state'), width: 126, render: (alert) => <AlertStatePill state={alert.state} /> },
    ],
    [t],
  )
  if (alerts.length === 0) return <div className="card"><PageState title={t('incident.noAlerts')} /></div>
  const chosen = alerts.filter(({ id }) => selection.keys.has(id)).map(({ id }) => id)
  const close = (done: boolean) => {
    setAsking(null)
    if (done) selection.clear()
  }
  return (
    <>
      {mayWrite && (
        <div className="row" style={{ padding: '0 0 8px' }}>
          <Button disabled={chosen.length === 0} onClick={() => setAsking('move')} data-testid="regroup-move">{t('regroup.move')}</Button>
          <Button disabled={chosen.length === 0} onClick={() => setAsking('detach')} data-testid="regroup-detach">{t('regroup.detach')}</Button>
          <span className="faint">{t('regroup.chosen', { count: chosen.length })}</span>
        </div>
      )}
      <div className="card table-box">
        <DataTable label={t('incident.tab.alerts')} testId="incident-alerts" columns={columns} rows={alerts} rowKey={(alert) => alert.id} rowLabel={(alert) => alert.title} rowClass={(alert) => `edge-${alert.level} alert-row`} selection={mayWrite ? selection : undefined} onOpen={(alert) => void navigate({ to: '/queue', search: { state: 'all', id: alert.id } })} />
      </div>
      {asking && <RegroupDialog incidentId={incident.id} ids={chosen} move={asking === 'move'} onClose={close} />}
    </>
  )
}

function RegroupDialog({ incidentId, ids, move, onClose }: { incidentId: string; ids: string[]; move: boolean; onClose: (done: boolean) => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const regroup = useRegroup(incidentId)
  const [to, setTo] = useState('')
  const submit = (reason: string) =>
    regroup.mutate({ ids, reason, to: move ? to.trim() : undefined }, {
      onSuccess: ({ changed }) => {
        void message.success(t('regroup.done', { count: changed }))
        onClose(true)
      },
    })
  return (
    <ReasonDialog title={t(move ? 'regroup.moveTitle' : 'regroup.detachTitle', { count: ids.length })} hint={t('regroup.hint')} submit={t(move ? 'regroup.move' : 'regroup.detach')} busy={regroup.isPending} error={regroup.error} onClose={() => onClose(false)} onSubmit={submit}>
      {move && (
        <label className="stack-s">
          <span>{t('regroup.to')}</span>
          <Input value={to} onChange={(event) => setTo(event.target.value)} placeholder="SC-2026-001" autoComplete="off" data-testid="regroup-to" />
        </label>
      )}
    </ReasonDialog>
  )
}
