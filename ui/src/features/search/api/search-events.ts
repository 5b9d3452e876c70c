import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { EventHistogram, EventPage, TopValue } from '@/lib/api-types'

export type Asked = { q: string; from: string; to: string }
const settled = { staleTime: Infinity, retry: false, placeholderData: <T>(previous: T | undefined) => previous }

export const eventsQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['events', 'list', asked],
    queryFn: ({ pageParam, signal }) => api.get<EventPage>('/api/events', { ...asked, after: pageParam, limit: 50 }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    ...settled,
  })

export const histogramQuery = (asked: Asked) =>
  queryOptions({ queryKey: ['events', 'histogram', asked], queryFn: ({ signal }) => api.get<EventHistogram>('/api/events/histogram', { ...asked, buckets: 60 }, signal), ...settled })

export const topQuery = (asked: Asked, field: string) =>
  queryOptions({ queryKey: ['events', 'top', asked, field], queryFn: ({ signal }) => api.get<TopValue[]>('/api/events/top', { ...asked, field, limit: 10 }, signal), ...settled })
