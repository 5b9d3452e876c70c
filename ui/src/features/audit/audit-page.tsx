import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Digest } from '@/components/ui/copy-button'
import { DataTable, type Column } from '@/components/ui/data-table'
import { JsonView } from '@/components/ui/json-view'
import { Page } from '@/components/ui/page'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { Moment } from '@/components/ui/time'
import { useRowKeys } from '@/components/ui/use-row-keys'
import type { AuditEntry, Page as Entries } from '@/lib/api-types'
import { auditQuery, useVerifyTrail } from './api/get-audit'
import { VerifyResult } from './verify-result'

const route = getRouteApi('/shell/audit')
const keyOf = (entry: AuditEntry) => String(entry.sequence)

export function AuditPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { text } = route.useSearch()
  const list = useInfiniteQuery(auditQuery(text))
  const verify = useVerifyTrail()
  return (
    <Page
      title={t('audit.title')} updatedAt={list.dataUpdatedAt} testId="page-audit"
      actions={<>
        <Button type="primary" icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate()} data-testid="audit-verify">{t('audit.verify')}</Button>
        <Button icon={<DownloadOutlined />} href="/api/audit/export" download data-testid="audit-export">{t('audit.export')}</Button>
      </>}
    >
      <VerifyResult verification={verify.data} error={verify.error} />
      <Input.Search allowClear style={{ maxWidth: 360 }} defaultValue={text} placeholder={t('audit.textPlaceholder')} aria-label={t('audit.textPlaceholder')} onSearch={(words) => void navigate({ to: '/audit', search: { text: words || undefined }, replace: true })} data-testid="audit-text" />
      <AuditTable list={list} />
    </Page>
  )
}

function AuditTable({ list }: { list: UseInfiniteQueryResult<InfiniteData<Entries<AuditEntry>>> }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<string | null>(null)
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const toggle = (entry: AuditEntry) => setOpen(open === keyOf(entry) ? null : keyOf(entry))
  const { activeKey } = useRowKeys(rows, keyOf, toggle)
  const columns = useMemo<Column<AuditEntry>[]>(
    () => [
      { key: 'sequence', title: '#', width: 76, render: (entry) => <span className="num mono">{entry.sequence}</span> },
      { key: 'at', title: t('audit.at'), width: 156, render: (entry) => <Moment at={entry.at} /> },
      { key: 'actor', title: t('audit.actor'), width: 230, render: (entry) => <span className="two-lines"><span className="cut strong">{entry.actor}</span><span className="cut">{[entry.unit, ...entry.roles.map((role) => t(`role.${role}`))].filter(Boolean).join(' · ')}</span></span> },
      { key: 'action', title: t('audit.action'), width: 190, render: (entry) => <span className="cut mono">{entry.action}</span> },
      { key: 'subject', title: t('audit.subject'), render: (entry) => <span className="cut mono" title={entry.subject}>{entry.subject}</span> },
      { key: 'digest', title: t('audit.digest'), width: 190, from: 1080, render: (entry) => <Digest value={entry.digest} /> },
    ],
    [t],
  )
  if (list.data === undefined) return <div className="card">{list.error ? <ProblemState error={list.error} onRetry={() => void list.refetch()} /> : <SkeletonRows />}</div>
  if (rows.length === 0) return <div className="card"><PageState title={t('audit.none')} testId="state-empty" /></div>
  return (
    <div className="card table-box">
      <DataTable label={t('audit.title')} testId="audit-table" columns={columns} rows={rows} rowKey={keyOf} activeKey={open ?? activeKey} onOpen={toggle} expandedKey={open} expanded={(entry) => <JsonView value={entry} />} />
      {list.hasNextPage && <div className="row" style={{ justifyContent: 'center', padding: 12 }}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()} data-testid="load-more">{t('action.more')}</Button></div>}
    </div>
  )
}
