import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Recovery, RecoveryPlace } from '@/lib/api-types'

const path = (id: string) => `/api/incidents/${encodeURIComponent(id)}/recovery`

export const recoveryQuery = (id: string) =>
  queryOptions({ queryKey: ['incidents', id, 'recovery'], queryFn: ({ signal }) => api.get<Recovery>(path(id), undefined, signal), refetchInterval: (query) => (query.state.data?.steps.some((step) => step.busy) ? 2_000 : 10_000) })
export const placesQuery = (id: string, planId: string) =>
  queryOptions({ queryKey: ['incidents', id, 'recovery', planId], queryFn: ({ signal }) => api.get<RecoveryPlace[]>(`${path(id)}/${encodeURIComponent(planId)}/places`, undefined, signal), staleTime: 60_000 })

/** Drills the clean point of a plan because of the incident. */
export function useDrillOnPoint(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ planId, snapshot }: { planId: string; snapshot: string }) => api.post(`${path(id)}/${encodeURIComponent(planId)}/drill`, { snapshot }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['incidents', id] }),
  })
}
