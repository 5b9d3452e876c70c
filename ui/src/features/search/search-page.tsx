import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { SafetyCertificateOutlined } from '@ant-design/icons'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '@/components/ui/page'
import { ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { ProblemError } from '@/lib/api-client'
import { number } from '@/lib/format'
import { useKeys } from '@/lib/keyboard'
import { clause, narrowed } from '@/lib/query-text'
import { useCan } from '@/lib/session'
import { eventsQuery, histogramQuery, type Asked } from './api/search-events'
import { EventTable } from './event-table'
import { windowOf, type EventSearch } from './event-search'
import { HistogramCard } from './histogram-card'
import { QueryBar } from './query-bar'
import { SealDialog } from './seal-dialog'
import { SyntaxHelp } from './syntax-help'
import { TopValues } from './top-values'

const route = getRouteApi('/shell/search')

export function SearchPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { asked, ask } = useAsked(search)
  const events = useInfiniteQuery(eventsQuery(asked))
  const histogram = useQuery(histogramQuery(asked))
  const change = (next: EventSearch) => void navigate({ to: '/search', search: { ...search, ...next } })
  const syntax = [events.error, histogram.error].find((error) => error instanceof ProblemError && error.code === 'QUERY_SYNTAX')
  const actions = {
    onInclude: (field: string, value: string) => change({ q: narrowed(search.q ?? '', clause(field, value)) }),
    onExclude: (field: string, value: string) => change({ q: narrowed(search.q ?? '', clause(field, value), true) }),
    onTop: (field: string) => change({ field }),
  }
  const total = histogram.data?.total
  const maySeal = useCan('INCIDENT_WRITE') && !syntax
  const [sealing, setSealing] = useState(false)
  useKeys(maySeal ? { 'Shift+E': () => setSealing(true) } : {})
  return (
    <Page title={t('search.title')} count={total !== undefined && !syntax ? number(total) : undefined} updatedAt={events.dataUpdatedAt} testId="page-search"
      actions={maySeal && <Button icon={<SafetyCertificateOutlined />} onClick={() => setSealing(true)} data-testid="search-seal">{t('seal.open')}</Button>}
    >
      <QueryBar key={search.q} search={search} problem={syntax?.message} onChange={change} onAsk={ask} />
      {sealing && <SealDialog asked={asked} total={total} onClose={() => setSealing(false)} />}
      {syntax && <div className="card card-body"><SyntaxHelp onUse={(q) => change({ q })} /></div>}
      {!syntax && (
        <>
          <HistogramCard query={histogram} tookMs={events.data?.pages[0]?.tookMs} onNarrow={(from, to) => change({ from, to, range: undefined })} />
          <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 280px', gap: 12, alignItems: 'start' }}>
            {events.data === undefined ? (
              <div className="card">{events.error ? <ProblemState error={events.error} onRetry={() => void events.refetch()} /> : <SkeletonRows />}</div>
            ) : (
              <EventTable events={events} actions={actions} />
            )}
            <TopValues asked={asked} field={search.field ?? 'event.action'} onField={(field) => change({ field })} onInclude={actions.onInclude} onExclude={actions.onExclude} />
          </div>
        </>
      )}
    </Page>
  )
}

/** Freezes "now" when a search starts, so that the list, the histogram and the top values speak of the same time. */
function useAsked({ q = '', range, from, to }: EventSearch): { asked: Asked; ask: () => void } {
  const wanted = JSON.stringify([q, range, from, to])
  const freeze = (): { wanted: string; asked: Asked } => ({ wanted, asked: { q, ...windowOf({ range, from, to }, Date.now()) } })
  const [frozen, setFrozen] = useState(freeze)
  const current = frozen.wanted === wanted ? frozen : freeze()
  if (current !== frozen) setFrozen(current)
  return { asked: current.asked, ask: () => setFrozen(freeze()) }
}
