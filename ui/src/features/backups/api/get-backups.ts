import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Drill, Plan, Snapshot } from '@/lib/api-types'

export const plansQuery = queryOptions({ queryKey: ['backups', 'plans'], queryFn: ({ signal }) => api.get<Plan[]>('/api/backups', undefined, signal), refetchInterval: 10_000 })
export const drillsQuery = queryOptions({ queryKey: ['backups', 'drills'], queryFn: ({ signal }) => api.get<Drill[]>('/api/drills', undefined, signal), refetchInterval: 10_000 })
export const snapshotsQuery = (planId: string) =>
  queryOptions({ queryKey: ['backups', 'snapshots', planId], queryFn: ({ signal }) => api.get<Snapshot[]>(`/api/backups/${encodeURIComponent(planId)}/snapshots`, undefined, signal) })

export type Start = { planId: string; what: 'run' | 'drill' }

/** Starts a backup or a drill; it goes on by itself and the lists show how it ends. */
export function useStart() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ planId, what }: Start) => api.post(`/api/backups/${encodeURIComponent(planId)}/${what}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['backups'] }),
  })
}
