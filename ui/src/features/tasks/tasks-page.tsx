import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, Segmented } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/data-table'
import { Page } from '@/components/ui/page'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { useRowFocus, useRowKeys } from '@/components/ui/use-row-keys'
import type { Task } from '@/lib/api-types'
import { useKeys } from '@/lib/keyboard'
import { useCan } from '@/lib/session'
import { ApprovalsCard } from './approvals-card'
import { tasksQuery } from './api/get-tasks'
import { taskColumns } from './task-columns'
import { TaskPanel } from './task-panel'
import type { TasksSearch } from './tasks-search'

const route = getRouteApi('/shell/tasks')
const keyOf = (task: Task) => task.id

export function TasksPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const mayDecide = useCan('RUN_DECIDE')
  const list = useInfiniteQuery(tasksQuery(search.state ?? 'open', search.all === undefined))
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const columns = useMemo(() => taskColumns(t), [t])
  const change = (next: TasksSearch) => void navigate({ to: '/tasks', search: { ...search, ...next }, replace: true })
  const { activeKey, setActiveKey, byKey } = useRowKeys(rows, keyOf, (task) => change({ id: task.id }))
  useRowFocus(search.id, activeKey)
  useKeys({ Escape: () => (search.id ? change({ id: undefined }) : false) })
  const chosen = rows.find(({ id }) => id === search.id)
  return (
    <Page title={t('task.page')} count={list.data && rows.length} updatedAt={list.dataUpdatedAt} fill testId="page-tasks">
      <div className="row-wrap">
        <Segmented<'open' | 'done'> aria-label={t('task.page')} value={search.state ?? 'open'} onChange={(value) => change({ state: value === 'done' ? 'done' : undefined, id: undefined })} options={[{ value: 'open', label: t('task.open') }, { value: 'done', label: t('task.done') }]} />
        <Checkbox checked={search.all === undefined} onChange={(event) => change({ all: event.target.checked ? undefined : 'true', id: undefined })}>{t('task.mineOnly')}</Checkbox>
      </div>
      {mayDecide && <ApprovalsCard />}
      <div className="split">
        <div className="split-main table-box">
          {list.data === undefined && (list.error ? <ProblemState error={list.error} onRetry={() => void list.refetch()} /> : <SkeletonRows />)}
          {list.data && rows.length === 0 && <PageState title={search.state === 'done' ? t('task.noneDone') : t('task.noneOpen')} testId="state-empty">{t('task.noneHint')}</PageState>}
          {rows.length > 0 && <DataTable label={t('task.page')} testId="task-table" columns={columns} rows={rows} rowKey={keyOf} activeKey={search.id ?? activeKey} onOpen={(task) => { setActiveKey(task.id); change({ id: task.id }) }} />}
          {list.hasNextPage && <div className="row" style={{ justifyContent: 'center', padding: 12 }}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('action.more')}</Button></div>}
        </div>
        {chosen && <TaskPanel key={chosen.id} task={chosen} takeFocus={byKey} onClose={() => change({ id: undefined })} />}
      </div>
    </Page>
  )
}
