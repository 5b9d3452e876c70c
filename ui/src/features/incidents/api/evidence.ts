import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'

const path = (id: string, rest = '') => `/api/incidents/${encodeURIComponent(id)}/evidence${rest}`

function useEvidenceWrite<V, R>(id: string, write: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: write, onSuccess: () => client.invalidateQueries({ queryKey: ['incident', id] }) })
}

/** What can be done with evidence here; `largest` in bytes. */
export type Abilities = { signs: boolean; sealedEvents: number; largest: number; packageMinutes: number }

export const abilitiesQuery = (id: string) =>
  queryOptions({ queryKey: ['evidence-abilities', id], queryFn: ({ signal }) => api.get<Abilities>(path(id, '/abilities'), undefined, signal), staleTime: 60_000 })

export const useHandOverEvidence = (id: string) =>
  useEvidenceWrite(id, ({ evidenceId, ...body }: { evidenceId: string; to: string; note: string }) => api.post(path(id, `/${encodeURIComponent(evidenceId)}/handover`), body))

export type PackWanted = { to: string; evidence?: string[]; inputs: Record<string, string> }
export const usePackEvidence = (id: string) => useEvidenceWrite(id, (wanted: PackWanted) => api.post<{ id: string; name: string; sha256: string; size: number }>(path(id, '/packages'), wanted))
