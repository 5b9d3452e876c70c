import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { EventView, headline } from '@/components/ui/event-view'
import type { ValueActions } from '@/components/ui/field-table'
import { PageState } from '@/components/ui/page-state'
import { Moment } from '@/components/ui/time'
import { useRowKeys } from '@/components/ui/use-row-keys'
import type { Event, EventPage } from '@/lib/api-types'

type Props = { events: UseInfiniteQueryResult<InfiniteData<EventPage>>; actions: ValueActions }
const keyOf = (event: Event) => event.id
const field = (event: Event, name: string) => String(event.fields[name] ?? '')

/** The events found; a row opens in place into its fields or JSON. */
export function EventTable({ events, actions }: Props) {
  const { t } = useTranslation()
  const rows = useMemo(() => events.data?.pages.flatMap((page) => page.items) ?? [], [events.data])
  const [open, setOpen] = useState<string | null>(null)
  const toggle = useCallback((event: Event) => setOpen((before) => (before === event.id ? null : event.id)), [])
  const { activeKey } = useRowKeys(rows, keyOf, toggle)
  const columns = useMemo<Column<Event>[]>(
    () => [
      { key: 'time', title: t('search.time'), width: 164, render: (event) => <Moment at={event.timestamp} /> },
      { key: 'dataset', title: t('search.dataset'), width: 122, render: (event) => <span className="cut mono">{field(event, 'event.dataset')}</span> },
      { key: 'unit', title: t('queue.organization'), width: 150, from: 1080, render: (event) => <span className="cut">{field(event, 'organization.name')}</span> },
      { key: 'text', title: t('search.event'), render: (event) => <span className="cut" title={headline(event)}>{headline(event)}</span> },
    ],
    [t],
  )
  if (rows.length === 0) return <div className="card"><PageState title={t('search.none')} testId="state-no-match">{t('search.noneHint')}</PageState></div>
  return (
    <div className="card table-box" style={{ opacity: events.isPlaceholderData ? 0.6 : 1 }}>
      <DataTable label={t('search.results')} testId="event-table" columns={columns} rows={rows} rowKey={keyOf} activeKey={open ?? activeKey} onOpen={toggle} expandedKey={open} expanded={(event) => <EventView event={event} actions={actions} />} />
      {events.hasNextPage && <div className="row" style={{ justifyContent: 'center', padding: 12 }}><Button loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()} data-testid="load-more">{t('action.more')}</Button></div>}
    </div>
  )
}
