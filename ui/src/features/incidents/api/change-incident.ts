import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { IncidentChange, IncidentState, Lane, NewIncident, Report } from '@/lib/api-types'

const path = (id: string, rest = '') => `/api/incidents/${encodeURIComponent(id)}${rest}`

/** Every write reads the incident anew, so that clocks, tasks and gates agree with each other. */
function useIncidentWrite<V, R>(id: string, write: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['incident', id] }), client.invalidateQueries({ queryKey: ['incidents'] })]),
  })
}

export const useChangeIncident = (id: string) => useIncidentWrite(id, (change: IncidentChange) => api.put(path(id), change))

export type Move = { to: IncidentState; reason: string; reviewer?: string; backupPoint?: string; mergeInto?: string }
export const useMoveIncident = (id: string) => useIncidentWrite(id, (move: Move) => api.post(path(id, '/state'), move))

export const useUnmerge = (id: string) => useIncidentWrite(id, (reason: string) => api.post(path(id, '/unmerge'), { reason }))

/** To another incident, or out of all without one. */
export type Regroup = { ids: string[]; to?: string; reason: string }
export const useRegroup = (id: string) => useIncidentWrite(id, (wanted: Regroup) => api.post<{ changed: number }>('/api/incidents/alerts', wanted))

export const useAddNote = (id: string) => useIncidentWrite(id, (text: string) => api.post<{ id: string }>(path(id, '/notes'), { text }))

export type TimelineAddition = { at: string; lane: Lane; text: string }
export const useAddTimeline = (id: string) => useIncidentWrite(id, (entry: TimelineAddition) => api.post<{ id: string }>(path(id, '/timeline'), entry))

export type ClockDone = { clockId: string; at?: string; note: string }
export const useClockDone = (id: string) => useIncidentWrite(id, ({ clockId, ...body }: ClockDone) => api.post(path(id, `/clocks/${encodeURIComponent(clockId)}/done`), body))

export const useStartRun = (id: string) => useIncidentWrite(id, (wanted: { playbookId: string; variables?: Record<string, string> }) => api.post<{ runId: string }>(path(id, '/runs'), wanted))

export type NewEvidence = { file: File; description: string; collectedFrom: string }
export const useAddEvidence = (id: string) =>
  useIncidentWrite(id, ({ file, description, collectedFrom }: NewEvidence) => {
    const form = new FormData()
    form.set('file', file)
    form.set('description', description)
    form.set('collectedFrom', collectedFrom)
    return api.postForm<{ id: string; sha256: string }>(path(id, '/evidence'), form)
  })

export const useVerifyEvidence = (id: string) =>
  useIncidentWrite(id, (evidenceId: string) => api.post<{ intact: boolean; sha256: string }>(path(id, `/evidence/${encodeURIComponent(evidenceId)}/verify`)))

export const useIssueReport = (id: string) => useIncidentWrite(id, (form: string) => api.post<Report>('/api/reports', { form, subject: `incident:${id}` }))

export function useCreateIncident() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (incident: NewIncident) => api.post<{ id: string }>('/api/incidents', incident),
    onSuccess: () => client.invalidateQueries({ queryKey: ['incidents'] }),
  })
}
