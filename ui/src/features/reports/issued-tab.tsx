import { FilePdfOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Digest } from '@/components/ui/copy-button'
import { DataTable, type Column } from '@/components/ui/data-table'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { Moment } from '@/components/ui/time'
import type { Report } from '@/lib/api-types'
import { periodName } from '@/lib/period'
import { reportsQuery } from './api/get-reports'

export function IssuedTab() {
  const { t } = useTranslation()
  const list = useInfiniteQuery(reportsQuery)
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const columns = useMemo<Column<Report>[]>(
    () => [
      { key: 'number', title: t('report.number'), width: 120, render: (report) => report.number ? <span className="mono strong">{report.number}</span> : <span className="faint">{t('report.noNumber')}</span> },
      { key: 'title', title: t('report.title'), render: (report) => <span className="two-lines"><span className="cut strong">{report.title}</span><span className="cut">{report.formName}</span></span> },
      { key: 'subject', title: t('report.subject'), width: 120, from: 820, render: (report) => <Subject subject={report.subject} /> },
      { key: 'at', title: t('report.createdAt'), width: 156, sort: (a, b) => a.createdAt.localeCompare(b.createdAt), render: (report) => <Moment at={report.createdAt} /> },
      { key: 'by', title: t('report.createdBy'), width: 140, from: 1080, render: (report) => <span className="cut">{report.createdBy}</span> },
      { key: 'sha', title: 'SHA-256', width: 190, from: 1080, render: (report) => <Digest value={report.sha256} /> },
      { key: 'open', title: <span className="visually-hidden">{t('report.openPdf')}</span>, width: 150, align: 'right', render: (report) => <Button icon={<FilePdfOutlined />} href={`/api/reports/${encodeURIComponent(report.id)}/pdf`} target="_blank" rel="noopener" data-testid={`pdf-${report.id}`}>{t('report.openPdf')}</Button> },
    ],
    [t],
  )
  if (list.data === undefined) return <div className="card">{list.error ? <ProblemState error={list.error} onRetry={() => void list.refetch()} /> : <SkeletonRows />}</div>
  if (rows.length === 0) return <div className="card"><PageState title={t('report.noneIssued')} testId="state-empty">{t('report.noneHint')}</PageState></div>
  return (
    <div className="card table-box">
      <DataTable label={t('report.issued')} testId="report-table" columns={columns} rows={rows} rowKey={(report) => report.id} />
      {list.hasNextPage && <div className="row" style={{ justifyContent: 'center', padding: 12 }}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('action.more')}</Button></div>}
    </div>
  )
}

/** `incident:SC-2026-001` leads to the incident; of the others the kind is said. */
function Subject({ subject }: { subject: string }) {
  const { t } = useTranslation()
  const [kind, id] = subject.split(':', 2)
  if (kind === 'incident' && id) return <Link to="/incidents/$id" params={{ id }} className="mono">{id}</Link>
  if (kind === 'period' && id) return <Link to="/reports" search={{ tab: 'period', period: id }}>{periodName(t, id)}</Link>
  return <>{t(`report.about.${kind === 'drill' ? 'DRILL' : 'COMPLIANCE'}`)}</>
}
