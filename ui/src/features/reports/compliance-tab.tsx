import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { ClauseStatePill } from '@/components/ui/states'
import type { Clause, ClauseState, Compliance } from '@/lib/api-types'
import { dateTime, number } from '@/lib/format'
import { complianceQuery } from './api/get-reports'

const STATES: readonly ClauseState[] = ['DAT', 'MOT_PHAN', 'CHUA', 'KHONG_AP_DUNG']

export function ComplianceTab() {
  const compliance = useQuery(complianceQuery)
  return <QueryView query={compliance}>{(data) => <Clauses data={data} />}</QueryView>
}

function Clauses({ data }: { data: Compliance }) {
  const { t } = useTranslation()
  const [state, setState] = useState<ClauseState | null>(null)
  const columns = useMemo<Column<Clause>[]>(
    () => [
      { key: 'state', title: t('queue.state'), width: 152, render: (clause) => <ClauseStatePill state={clause.state} /> },
      { key: 'clause', title: t('compliance.clause'), width: 156, render: (clause) => <span className="cut" title={clause.clause}>{clause.clause}</span> },
      { key: 'title', title: t('compliance.demand'), render: (clause) => <span className="two-lines"><span className="cut strong" title={clause.title}>{clause.title}</span><span className="cut" title={clause.finding}>{clause.finding}</span></span> },
      { key: 'figures', title: t('compliance.figures'), width: 300, render: (clause) => <Figures clause={clause} /> },
    ],
    [t],
  )
  const shown = data.clauses.filter((clause) => state === null || clause.state === state)
  return (
    <>
      <div className="card strip">
        {STATES.map((each) => (
          <button key={each} type="button" className="strip-item" aria-pressed={state === each} onClick={() => setState(state === each ? null : each)}>
            <ClauseStatePill state={each} /> <b>{number(data.totals[each] ?? 0)}</b>
          </button>
        ))}
        <span className="faint" style={{ marginLeft: 'auto' }}>{data.profile} · {t('compliance.asOf', { time: dateTime(data.asOf) })}</span>
      </div>
      <div className="card table-box">
        {shown.length === 0 ? <PageState title={t('compliance.none')} /> : <DataTable label={t('report.tab.compliance')} testId="clause-table" columns={columns} rows={shown} rowKey={(clause) => clause.id} />}
      </div>
    </>
  )
}

/** Each figure leads to the page that proves it. */
function Figures({ clause }: { clause: Clause }) {
  return (
    <span className="two-lines" style={{ whiteSpace: 'normal' }}>
      {clause.figures.map((figure) => (
        <span key={figure.name} style={{ fontSize: 12.5, color: 'inherit' }}>
          {figure.link?.startsWith('/') ? <Link to={figure.link} style={{ textDecoration: 'underline' }}>{figure.name}</Link> : figure.name}: <b className="strong num">{figure.value}</b>
          {figure.target && <span className="faint"> / {figure.target}</span>}
        </span>
      ))}
      {clause.figures.length === 0 && <span className="faint">—</span>}
    </span>
  )
}
