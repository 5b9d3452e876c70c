import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/data-table'
import { Page } from '@/components/ui/page'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { useRowFocus, useRowKeys } from '@/components/ui/use-row-keys'
import { useKeys } from '@/lib/keyboard'
import type { Order } from '@/lib/order-types'
import { ordersQuery } from './api/orders'
import { ClocksBoard } from './clocks-board'
import { orderColumns } from './order-columns'
import { OrderPanel } from './order-panel'
import type { OrdersSearch } from './orders-search'

const VIEWS = ['open', 'done', 'clocks'] as const
const route = getRouteApi('/shell/orders')
const keyOf = (order: Order) => order.task.id

/** The board of the coordinator: orders to units, calls for help, and legal clocks. */
export function OrdersPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const view = search.view ?? 'open'
  const change = (next: OrdersSearch) => void navigate({ to: '/orders', search: { ...search, ...next }, replace: true })
  return (
    <Page title={t('order.page')} fill testId="page-orders">
      <div className="row-wrap">
        <Segmented aria-label={t('order.page')} value={view} onChange={(value) => change({ view: value === 'done' || value === 'clocks' ? value : undefined, id: undefined })} options={VIEWS.map((value) => ({ value, label: <span data-testid={`view-${value}`}>{t(`order.view.${value}`)}</span> }))} />
      </div>
      {view === 'clocks' ? <div className="split"><div className="split-main table-box"><ClocksBoard /></div></div> : <Board key={view} finished={view === 'done'} chosen={search.id} onChoose={(id) => change({ id })} />}
    </Page>
  )
}

function Board({ finished, chosen, onChoose }: { finished: boolean; chosen: string | undefined; onChoose: (id?: string) => void }) {
  const { t } = useTranslation()
  const list = useQuery(ordersQuery(finished))
  const rows = useMemo(() => list.data ?? [], [list.data])
  const columns = useMemo(() => orderColumns(t), [t])
  const { activeKey, setActiveKey, byKey } = useRowKeys(rows, keyOf, (order) => onChoose(keyOf(order)))
  useRowFocus(chosen, activeKey)
  useKeys({ Escape: () => (chosen ? onChoose() : false) })
  const order = rows.find((each) => keyOf(each) === chosen)
  return (
    <div className="split">
      <div className="split-main table-box">
        {list.data === undefined && (list.error ? <ProblemState error={list.error} onRetry={() => void list.refetch()} /> : <SkeletonRows />)}
        {list.data && rows.length === 0 && <PageState title={finished ? t('order.noneDone') : t('order.noneOpen')} testId="state-empty">{t('order.noneHint')}</PageState>}
        {rows.length > 0 && <DataTable label={t('order.page')} testId="order-table" columns={columns} rows={rows} rowKey={keyOf} activeKey={chosen ?? activeKey} onOpen={(each) => { setActiveKey(keyOf(each)); onChoose(keyOf(each)) }} />}
      </div>
      {order && <OrderPanel key={keyOf(order)} order={order} takeFocus={byKey} onClose={() => onChoose()} />}
    </div>
  )
}
