import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { time } from '@/lib/format'
import { Notice } from './notice'
import { ProblemState, SkeletonRows } from './page-state'

/** Loading, failed, stale or there: one place decides, so that no page is ever blank. */
export function QueryView<T>({ query, rows, children }: { query: UseQueryResult<T>; rows?: number; children: (data: T) => ReactNode }) {
  const { t } = useTranslation()
  if (query.data === undefined) {
    return query.error ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : <SkeletonRows rows={rows} />
  }
  return (
    <>
      {query.error && <Notice tone="warn">{t('state.stale', { time: time(query.dataUpdatedAt) })}</Notice>}
      {children(query.data)}
    </>
  )
}
