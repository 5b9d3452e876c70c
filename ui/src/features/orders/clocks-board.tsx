import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { OpenForm } from '@/components/ui/open-form'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { ClockStatePill } from '@/components/ui/states'
import { Countdown, Moment } from '@/components/ui/time'
import type { ClockRow } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { clocksQuery } from './api/orders'

const keyOf = (row: ClockRow) => `${row.incidentId}/${row.clock.id}`

/** Every reporting duty that runs, of all incidents, what is due first on top. */
export function ClocksBoard() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const query = useQuery(clocksQuery)
  const mayWrite = [useCan('TASK_WORK'), useCan('REPORT_READ')].every(Boolean)
  const columns = useMemo(() => clockColumns(t, mayWrite), [t, mayWrite])
  if (query.data === undefined) return query.error ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : <SkeletonRows />
  if (query.data.length === 0) return <PageState title={t('order.noClocks')} testId="state-empty">{t('order.noClocksHint')}</PageState>
  return <DataTable label={t('order.view.clocks')} testId="clock-table" columns={columns} rows={query.data} rowKey={keyOf} onOpen={(row) => void navigate({ to: '/incidents/$id', params: { id: row.incidentId }, search: {} })} />
}

function clockColumns(t: TFunction, mayWrite: boolean): Column<ClockRow>[] {
  return [
    { key: 'state', title: t('queue.state'), width: 140, render: ({ clock }) => <ClockStatePill state={clock.state} /> },
    { key: 'left', title: t('order.deadline'), width: 150, render: ({ clock }) => <Countdown dueAt={clock.dueAt} startsAt={clock.startsAt} /> },
    {
      key: 'name', title: t('order.clock'), render: (row) => (
        <span className="two-lines">
          <span className="cut strong" title={row.clock.name}>{row.clock.name}</span>
          <span className="cut" title={row.title}>{row.incidentId} · {row.title}</span>
        </span>
      ),
    },
    { key: 'to', title: t('order.addressee'), width: 260, from: 900, render: ({ clock }) => <span className="cut" title={clock.addressee}>{clock.addressee}</span> },
    { key: 'basis', title: t('order.legalBasis'), width: 200, from: 1100, render: ({ clock }) => <span className="cut muted" title={clock.basis}>{clock.basis}</span> },
    { key: 'form', title: t('legalForm.form'), width: 150, render: ({ incidentId, clock }) => mayWrite && clock.form && <OpenForm incidentId={incidentId} clock={clock} /> },
    { key: 'due', title: t('queue.due'), width: 130, from: 820, render: ({ clock }) => <Moment at={clock.dueAt} short /> },
  ]
}
