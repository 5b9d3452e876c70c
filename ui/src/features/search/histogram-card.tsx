import type { UseQueryResult } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/page'
import type { EventHistogram } from '@/lib/api-types'
import { number } from '@/lib/format'

const Chart = lazy(() => import('./histogram-chart').then(({ HistogramChart }) => ({ default: HistogramChart })))
const HEIGHT = 118

type Props = { query: UseQueryResult<EventHistogram>; tookMs: number | undefined; onNarrow: (from: string, to: string) => void }

export function HistogramCard({ query, tookMs, onNarrow }: Props) {
  const { t } = useTranslation()
  const waiting = <div className="skeleton" style={{ height: HEIGHT }} />
  return (
    <Card
      title={t('search.histogram')}
      extra={<span className="faint num">{query.data && t('search.total', { total: number(query.data.total) })}{tookMs !== undefined && ` · ${number(tookMs)} ms`} · {t('search.brushHint')}</span>}
    >
      {query.data ? <Suspense fallback={waiting}><Chart histogram={query.data} height={HEIGHT} onNarrow={onNarrow} /></Suspense> : query.error ? <p className="tone-bad">{query.error.message}</p> : waiting}
    </Card>
  )
}
