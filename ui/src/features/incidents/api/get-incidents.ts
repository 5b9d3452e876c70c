import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Query } from '@/lib/api-client'
import type { IncidentDetail, IncidentRow, Page, ReportForm, SimilarIncident } from '@/lib/api-types'

export const incidentsQuery = (filter: Query) =>
  infiniteQueryOptions({
    queryKey: ['incidents', 'list', filter],
    queryFn: ({ pageParam, signal }) => api.get<Page<IncidentRow>>('/api/incidents', { ...filter, after: pageParam, limit: 50 }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (previous) => previous,
  })

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => api.get<IncidentDetail>(`/api/incidents/${encodeURIComponent(id)}`, undefined, signal),
    refetchInterval: 20_000,
  })

export const similarQuery = (id: string) =>
  queryOptions({
    queryKey: ['incident', id, 'similar'],
    queryFn: ({ signal }) => api.get<SimilarIncident[]>(`/api/incidents/${encodeURIComponent(id)}/similar`, undefined, signal),
    staleTime: 60_000,
  })

export const formsQuery = queryOptions({ queryKey: ['report-forms'], queryFn: ({ signal }) => api.get<ReportForm[]>('/api/reports/forms', undefined, signal), staleTime: 60_000 })
