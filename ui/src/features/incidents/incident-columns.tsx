import type { TFunction } from 'i18next'
import type { Column } from '@/components/ui/data-table'
import { Owner } from '@/components/ui/owner'
import { IncidentStatePill, SeverityPill } from '@/components/ui/states'
import { Countdown, Moment } from '@/components/ui/time'
import type { IncidentRow } from '@/lib/api-types'
import { number } from '@/lib/format'

export function incidentColumns(t: TFunction): Column<IncidentRow>[] {
  return [
    { key: 'id', title: t('incident.number'), width: 116, render: (row) => <span className="mono strong nowrap">{row.id}</span> },
    { key: 'severity', title: t('incident.severity'), width: 92, sort: (a, b) => a.severity.localeCompare(b.severity), render: (row) => <SeverityPill severity={row.severity} short /> },
    {
      key: 'title', title: t('incident.title'), render: (row) => (
        <span className="two-lines">
          <span className="cut strong" title={row.title}>{row.title}</span>
          <span className="cut">{[t(`category.${row.category}`), row.organization?.name].filter(Boolean).join(' · ')}</span>
        </span>
      ),
    },
    { key: 'state', title: t('queue.state'), width: 132, render: (row) => <IncidentStatePill state={row.state} /> },
    { key: 'clock', title: t('incident.nextClock'), width: 200, sort: (a, b) => (a.nextClock?.dueAt ?? '9').localeCompare(b.nextClock?.dueAt ?? '9'), render: (row) => row.nextClock ? <span className="two-lines"><Countdown dueAt={row.nextClock.dueAt} startsAt={row.detectedAt} /><span className="cut">{row.nextClock.name}</span></span> : <span className="faint">—</span> },
    { key: 'detected', title: t('incident.detectedAt'), width: 112, from: 1080, sort: (a, b) => a.detectedAt.localeCompare(b.detectedAt), render: (row) => <Moment at={row.detectedAt} short /> },
    { key: 'alerts', title: t('incident.alerts'), width: 74, align: 'right', from: 1080, render: (row) => <span className="num">{number(row.alertCount)}</span> },
    { key: 'tasks', title: t('incident.openTasks'), width: 72, align: 'right', from: 820, render: (row) => <span className="num">{number(row.taskOpen)}</span> },
    { key: 'owner', title: t('queue.owner'), width: 62, align: 'center', from: 820, render: (row) => <Owner name={row.owner || null} /> },
  ]
}
