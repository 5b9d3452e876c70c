import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button } from 'antd'
import { CheckCircleOutlined, FilterOutlined } from '@ant-design/icons'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Selection } from '@/components/ui/data-table'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'
import type { Alert, AlertPage } from '@/lib/api-types'
import { number } from '@/lib/format'
import { alertColumns } from './alert-columns'
import { NO_FILTER } from './filter-bar'
import { isFiltered, type QueueSearch } from './queue-search'

type Props = {
  list: UseInfiniteQueryResult<InfiniteData<AlertPage>>
  rows: Alert[]
  search: QueueSearch
  selection?: Selection
  activeId: string | null
  onOpen: (id: string) => void
  onChange: (change: Partial<QueueSearch>) => void
}

export function AlertTable({ list, rows, search, selection, activeId, onOpen, onChange }: Props) {
  const { t } = useTranslation()
  const columns = useMemo(() => alertColumns(t), [t])
  const total = list.data?.pages[0]?.total ?? 0
  if (list.data === undefined) return list.error ? <ProblemState error={list.error} onRetry={() => void list.refetch()} /> : <SkeletonRows rows={16} />
  if (rows.length === 0) return <EmptyQueue search={search} onChange={onChange} />
  return (
    <div className="table-box" style={{ flex: 1 }}>
      <DataTable
        label={t('queue.title')} testId="alert-table" columns={columns} rows={rows} rowKey={keyOf} activeKey={activeId} selection={selection}
        onOpen={(alert) => onOpen(alert.id)} rowClass={(alert) => `edge-${alert.level} alert-row`} rowLabel={(alert) => alert.title}
      />
      <div className="row" style={{ justifyContent: 'center', padding: 14 }}>
        {list.hasNextPage ? (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()} data-testid="load-more">{t('queue.loadMore', { shown: number(rows.length), total: number(total) })}</Button>
        ) : (
          <span className="faint">{t('queue.allShown', { total: number(rows.length) })}</span>
        )}
      </div>
    </div>
  )
}

const keyOf = (alert: Alert) => alert.id

/** Nothing matches the filter, or nothing is left to do: two different sentences. */
function EmptyQueue({ search, onChange }: Pick<Props, 'search' | 'onChange'>) {
  const { t } = useTranslation()
  if (!isFiltered(search)) return <PageState icon={<CheckCircleOutlined />} title={t('queue.allDone')} testId="state-all-done">{t('queue.allDoneHint')}</PageState>
  return (
    <PageState icon={<FilterOutlined />} title={t('queue.noMatch')} testId="state-no-match" action={<Button onClick={() => onChange(NO_FILTER)}>{t('queue.reset')}</Button>}>
      {t('queue.noMatchHint')}
    </PageState>
  )
}
