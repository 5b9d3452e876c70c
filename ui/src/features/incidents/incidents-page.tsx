import { PlusOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Input, Segmented, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/data-table'
import { Page } from '@/components/ui/page'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { useRowKeys } from '@/components/ui/use-row-keys'
import { SEVERITIES, type IncidentRow, type Severity } from '@/lib/api-types'
import { number } from '@/lib/format'
import { useCan } from '@/lib/session'
import { incidentsQuery } from './api/get-incidents'
import { CreateIncidentDialog } from './create-incident-dialog'
import { incidentColumns } from './incident-columns'
import type { IncidentsSearch } from './incident-search'

const route = getRouteApi('/shell/incidents')
const keyOf = (row: IncidentRow) => row.id

export function IncidentsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const mayWrite = useCan('INCIDENT_WRITE')
  const [creating, setCreating] = useState(false)
  const list = useInfiniteQuery(incidentsQuery({ state: search.state ?? 'open', severity: search.severity, text: search.text }))
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const columns = useMemo(() => incidentColumns(t), [t])
  const open = (row: IncidentRow) => void navigate({ to: '/incidents/$id', params: { id: row.id } })
  const change = (next: IncidentsSearch) => void navigate({ to: '/incidents', search: { ...search, ...next }, replace: true })
  const { activeKey } = useRowKeys(rows, keyOf, open)
  return (
    <Page
      title={t('incidents.title')} count={list.data && number(list.data.pages[0]?.total ?? rows.length)} updatedAt={list.dataUpdatedAt} testId="page-incidents"
      actions={mayWrite && <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)} data-testid="incident-create">{t('incidents.create')}</Button>}
    >
      <IncidentFilters search={search} onChange={change} />
      <div className="card table-box">
        {list.data === undefined && (list.error ? <ProblemState error={list.error} onRetry={() => void list.refetch()} /> : <SkeletonRows />)}
        {list.data && rows.length === 0 && <PageState title={search.text || search.severity ? t('incidents.noMatch') : t('incidents.none')} testId="state-empty">{t('incidents.noneHint')}</PageState>}
        {rows.length > 0 && <DataTable label={t('incidents.title')} testId="incident-table" columns={columns} rows={rows} rowKey={keyOf} activeKey={activeKey} onOpen={open} />}
        {list.hasNextPage && <div className="row" style={{ justifyContent: 'center', padding: 12 }}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('action.more')}</Button></div>}
      </div>
      {creating && <CreateIncidentDialog onClose={() => setCreating(false)} onDone={(id) => void navigate({ to: '/incidents/$id', params: { id } })} />}
    </Page>
  )
}

const ANY: Severity | '' = ''

function IncidentFilters({ search, onChange }: { search: IncidentsSearch; onChange: (next: IncidentsSearch) => void }) {
  const { t } = useTranslation()
  return (
    <div className="row-wrap">
      <Segmented<'open' | 'closed' | 'all'>
        aria-label={t('queue.state')} value={search.state ?? 'open'} onChange={(value) => onChange({ state: value === 'open' ? undefined : value })}
        options={[{ value: 'open', label: t('incidents.open') }, { value: 'closed', label: t('incidents.closed') }, { value: 'all', label: t('incidents.all') }]}
      />
      <Select<Severity | ''>
        style={{ minWidth: 190 }} aria-label={t('incident.severity')} value={search.severity ?? ANY} onChange={(value) => onChange({ severity: value === '' ? undefined : value })}
        options={[{ value: ANY, label: t('incidents.anySeverity') }, ...SEVERITIES.map((value) => ({ value, label: `${value} · ${t(`severity.${value}`)}` }))]}
      />
      <Input.Search allowClear style={{ maxWidth: 320 }} defaultValue={search.text} placeholder={t('incidents.textPlaceholder')} aria-label={t('incidents.textPlaceholder')} onSearch={(text) => onChange({ text: text || undefined })} data-testid="incident-text" />
    </div>
  )
}
