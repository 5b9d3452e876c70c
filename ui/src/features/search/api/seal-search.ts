import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Evidence, IncidentRow, Page } from '@/lib/api-types'

export const sealTargetsQuery = queryOptions({
  queryKey: ['incidents', 'open-for-sealing'],
  queryFn: ({ signal }) => api.get<Page<IncidentRow>>('/api/incidents', { state: 'open', limit: 100 }, signal),
})

export type Sealing = { incidentId: string; query: string; from: string; until: string; description: string }

export function useSealSearch() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ incidentId, ...body }: Sealing) => api.post<Evidence>(`/api/incidents/${encodeURIComponent(incidentId)}/evidence/search`, body),
    onSuccess: (_card, { incidentId }) => client.invalidateQueries({ queryKey: ['incident', incidentId] }),
  })
}
