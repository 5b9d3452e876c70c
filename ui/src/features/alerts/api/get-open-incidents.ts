import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { IncidentRow, Page } from '@/lib/api-types'

export const openIncidentsQuery = queryOptions({
  queryKey: ['incidents', 'open-for-escalation'],
  queryFn: ({ signal }) => api.get<Page<IncidentRow>>('/api/incidents', { state: 'open', limit: 100 }, signal),
})
