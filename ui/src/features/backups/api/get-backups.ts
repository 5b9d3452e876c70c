import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { BackupApproval, Drill, Plan, PlanDetail, Snapshot } from '@/lib/api-types'

const path = (planId: string) => `/api/backups/${encodeURIComponent(planId)}`

export const plansQuery = queryOptions({ queryKey: ['backups', 'plans'], queryFn: ({ signal }) => api.get<Plan[]>('/api/backups', undefined, signal), refetchInterval: 10_000 })
export const planQuery = (planId: string) => queryOptions({ queryKey: ['backups', 'plan', planId], queryFn: ({ signal }) => api.get<PlanDetail>(path(planId), undefined, signal), refetchInterval: 10_000 })
export const drillsQuery = queryOptions({ queryKey: ['backups', 'drills'], queryFn: ({ signal }) => api.get<Drill[]>('/api/drills', undefined, signal), refetchInterval: 10_000 })
export const snapshotsQuery = (planId: string) => queryOptions({ queryKey: ['backups', 'snapshots', planId], queryFn: ({ signal }) => api.get<Snapshot[]>(`${path(planId)}/snapshots`, undefined, signal) })
export const approvalsQuery = queryOptions({ queryKey: ['backups', 'approvals'], queryFn: ({ signal }) => api.get<BackupApproval[]>('/api/backup-approvals', undefined, signal), refetchInterval: 10_000 })

export type Start = { planId: string; what: 'run' | 'drill' | 'copy' | 'check' | 'upkeep' | 'simulate' }

/** Starts something for a plan; it goes on by itself and the lists show how it ends. */
export function useStart() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ planId, what }: Start) => api.post(`${path(planId)}/${what}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['backups'] }),
  })
}

export type Ask = { planId: string; action: 'FORGET' | 'PRUNE' | 'UNLOCK'; target?: string; snapshots?: string[]; reason: string }

/** Asks for something that a second person must agree to. */
export function useAsk() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: Ask) => api.post('/api/backup-approvals', ask),
    onSuccess: () => client.invalidateQueries({ queryKey: ['backups'] }),
  })
}

export type Decision = { id: string; agree: boolean; reason?: string }

/** The answer of the second person. */
export function useDecide() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, agree, reason }: Decision) => api.post(`/api/backup-approvals/${encodeURIComponent(id)}/${agree ? 'approve' : 'refuse'}`, agree ? undefined : { reason }),
    onSettled: () => client.invalidateQueries({ queryKey: ['backups'] }),
  })
}
