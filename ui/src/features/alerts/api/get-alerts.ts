import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Query } from '@/lib/api-client'
import type { AlertDetail, AlertGroup, AlertPage } from '@/lib/api-types'

const PAGE_SIZE = 50

/** Pages of the queue by the server's opaque mark; read anew only on demand, so that nothing moves under the cursor. */
export const alertsQuery = (filter: Query) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', filter],
    queryFn: ({ pageParam, signal }) => api.get<AlertPage>('/api/alerts', { ...filter, after: pageParam, limit: PAGE_SIZE }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: Infinity,
    placeholderData: (previous) => previous,
  })

export const alertQuery = (id: string) =>
  queryOptions({ queryKey: ['alerts', 'detail', id], queryFn: ({ signal }) => api.get<AlertDetail>(`/api/alerts/${encodeURIComponent(id)}`, undefined, signal) })

export const alertGroupsQuery = (by: string, filter: Query) =>
  queryOptions({ queryKey: ['alerts', 'groups', by, filter], queryFn: ({ signal }) => api.get<AlertGroup[]>('/api/alerts/groups', { ...filter, by }, signal) })
