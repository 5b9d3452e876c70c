import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { PageState } from '@/components/ui/page-state'
import { LevelMark } from '@/components/ui/severity'
import { AlertStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import type { Alert, IncidentDetail } from '@/lib/api-types'

export function AlertsTab({ detail: { alerts } }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
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
  return (
    <div className="card table-box">
      <DataTable label={t('incident.tab.alerts')} testId="incident-alerts" columns={columns} rows={alerts} rowKey={(alert) => alert.id} rowClass={(alert) => `edge-${alert.level} alert-row`} onOpen={(alert) => void navigate({ to: '/queue', search: { state: 'all', id: alert.id } })} />
    </div>
  )
}
