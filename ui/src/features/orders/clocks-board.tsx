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
import { useRowFocus, useRowKeys } from '@/components/ui/use-row-keys'
import type { ClockRow, ClockState, PeriodicClock } from '@/lib/api-types'
import { periodName } from '@/lib/period'
import { useCan } from '@/lib/session'
import { clocksQuery, periodicQuery } from './api/orders'

/** A duty of an incident or of the calendar. */
type Duty = { key: string; state: ClockState; startsAt: string; dueAt: string; name: string; about: string; addressee: string; basis: string; clockId: string; form: string; subject: string; incidentId: string | null; period: string | null }

const keyOf = (duty: Duty) => duty.key

/** Every reporting duty that runs, of all incidents and of the calendar, what is due first on top. */
export function ClocksBoard() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const incidents = useQuery(clocksQuery)
  const periodic = useQuery(periodicQuery)
  const mayWrite = [useCan('TASK_WORK'), useCan('REPORT_READ')].every(Boolean)
  const columns = useMemo(() => clockColumns(t, mayWrite), [t, mayWrite])
  const duties = useMemo(() => [...(incidents.data ?? []).map(ofIncident), ...(periodic.data ?? []).map((row) => ofCalendar(row, t))].toSorted((a, b) => a.dueAt.localeCompare(b.dueAt)), [incidents.data, periodic.data, t])
  const open = ({ incidentId, period }: Duty) => void (incidentId ? navigate({ to: '/incidents/$id', params: { id: incidentId }, search: {} }) : navigate({ to: '/reports', search: { tab: 'period', period: period ?? undefined } }))
  const { activeKey } = useRowKeys(duties, keyOf, open)
  useRowFocus(undefined, activeKey)
  const failed = incidents.data === undefined ? incidents : periodic
  if (incidents.data === undefined || periodic.data === undefined) return failed.error ? <ProblemState error={failed.error} onRetry={() => void failed.refetch()} /> : <SkeletonRows />
  if (duties.length === 0) return <PageState title={t('order.noClocks')} testId="state-empty">{t('order.noClocksHint')}</PageState>
  return <DataTable label={t('order.view.clocks')} testId="clock-table" columns={columns} rows={duties} rowKey={keyOf} activeKey={activeKey} onOpen={open} />
}

const ofIncident = ({ incidentId, title, clock }: ClockRow): Duty => ({ ...clock, key: `${incidentId}/${clock.id}`, about: `${incidentId} · ${title}`, clockId: clock.id, subject: `incident:${incidentId}`, incidentId, period: null })

const ofCalendar = (row: PeriodicClock, t: TFunction): Duty => ({ ...row, key: `${row.id}/${row.period}`, about: `${t('order.periodic')} · ${periodName(t, row.period)}`, clockId: row.id, subject: `period:${row.period}`, incidentId: null, period: row.period })

function clockColumns(t: TFunction, mayWrite: boolean): Column<Duty>[] {
  return [
    { key: 'state', title: t('queue.state'), width: 120, render: ({ state }) => <ClockStatePill state={state} /> },
    { key: 'left', title: t('order.timeLeft'), width: 140, render: ({ dueAt, startsAt }) => <Countdown dueAt={dueAt} startsAt={startsAt} /> },
    {
      key: 'name', title: t('order.clock'), render: ({ name, about }) => (
        <span className="two-lines">
          <span className="cut strong" title={name}>{name}</span>
          <span className="cut" title={about}>{about}</span>
        </span>
      ),
    },
    {
      key: 'to', title: t('order.addressee'), width: 380, from: 900, render: ({ addressee, basis }) => (
        <span className="two-lines">
          <span className="whole">{addressee}</span>
          <span className="cut" title={basis}>{basis}</span>
        </span>
      ),
    },
    { key: 'form', title: t('legalForm.form'), width: 150, render: ({ subject, form, clockId }) => mayWrite && form && <OpenForm subject={subject} form={form} clockId={clockId} /> },
    { key: 'due', title: t('queue.due'), width: 130, from: 820, render: ({ dueAt }) => <Moment at={dueAt} short /> },
  ]
}
