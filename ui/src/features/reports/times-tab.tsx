import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { Duration } from '@/components/ui/time'
import type { ResponseMeasure, ResponseTimes, Spread } from '@/lib/api-types'
import { date, number } from '@/lib/format'
import { responseTimesQuery, type TimesBy } from './api/get-reports'

const MEASURES: readonly ResponseMeasure[] = ['DETECT', 'ACKNOWLEDGE', 'TRIAGE', 'DECLARE', 'NOTIFY', 'CONTAIN', 'RECOVER', 'CLOSE']
const BY: readonly TimesBy[] = ['month', 'unit', 'category', 'all']
type Group = ResponseTimes['groups'][number]

/** How fast incidents are handled: the median, and what nine of ten do not exceed. */
export function TimesTab() {
  const { t } = useTranslation()
  const [by, setBy] = useState<TimesBy>('month')
  const times = useQuery(responseTimesQuery(by))
  return (
    <>
      <div className="row" style={{ paddingBottom: 8 }}>
        <Segmented<TimesBy> value={by} onChange={setBy} options={BY.map((value) => ({ value, label: t(`times.by.${value}`) }))} aria-label={t('times.groupBy')} />
        <span className="faint">{t('times.explain')}</span>
      </div>
      <QueryView query={times}>{(data) => <Groups data={data} by={by} />}</QueryView>
    </>
  )
}

function Groups({ data, by }: { data: ResponseTimes; by: TimesBy }) {
  const { t } = useTranslation()
  const columns = useMemo<Column<Group>[]>(
    () => [
      { key: 'group', title: t(`times.by.${by}`), render: (group) => <span className="cut strong">{by === 'all' ? t('times.all') : group.name || t('times.province')}</span> },
      { key: 'incidents', title: t('times.incidents'), width: 84, align: 'right', sort: (a, b) => a.incidents - b.incidents, render: (group) => <span className="num">{number(group.incidents)}</span> },
      ...MEASURES.map<Column<Group>>((measure) => ({
        key: measure,
        title: <span title={t(`times.hint.${measure}`)}>{t(`times.measure.${measure}`)}</span>,
        width: 118,
        align: 'right',
        sort: (a, b) => (a.times[measure]?.median ?? -1) - (b.times[measure]?.median ?? -1),
        render: (group) => <Time spread={group.times[measure]} />,
      })),
    ],
    [t, by],
  )
  if (data.groups.length === 0) return <div className="card"><PageState title={t('times.none', { from: date(data.from), until: date(data.until) })} testId="times-none" /></div>
  return (
    <>
      {data.cut && <Notice tone="warn">{t('times.cut')}</Notice>}
      <div className="card table-box">
        <DataTable label={t('report.tab.times')} testId="times-table" columns={columns} rows={data.groups} rowKey={(group) => group.group || '-'} />
      </div>
    </>
  )
}

function Time({ spread }: { spread: Spread | undefined }) {
  const { t } = useTranslation()
  if (!spread) return <span className="faint">—</span>
  return (
    <span className="two-lines num" title={t('times.count', { count: spread.count })}>
      <span className="strong"><Duration seconds={spread.median} /></span>
      <span className="faint"><Duration seconds={spread.ninetieth} /></span>
    </span>
  )
}
