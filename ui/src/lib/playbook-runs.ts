import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from './api-client'
import type { DryRun, JsonValue, Run } from './api-types'

const path = (id: string, rest = '') => `/api/runs/${encodeURIComponent(id)}${rest}`

/** A run moves by itself; the stream tells of it, and asking again covers what the stream missed. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => api.get<Run>(path(id), undefined, signal),
    refetchInterval: (query) => (query.state.data?.endedAt ? false : 10_000),
  })

/** The playbook as the run follows it; it never changes. */
export const runPlaybookQuery = (id: string) =>
  queryOptions({ queryKey: ['run', id, 'playbook'], queryFn: ({ signal }) => api.get<JsonValue>(path(id, '/playbook'), undefined, signal), staleTime: Infinity })

/** Everything a run touches is read anew: its incident, its tasks, what waits for approval. */
function useRunWrite<V, R>(write: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: () => Promise.all([['run'], ['incident'], ['incidents'], ['tasks'], ['approvals']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export type RunStop = { id: string; act: 'pause' | 'cancel'; reason: string }
export const useStopRun = () => useRunWrite(({ id, act, reason }: RunStop) => api.post(path(id, `/${act}`), { reason }))
export const useResumeRun = () => useRunWrite((id: string) => api.post(path(id, '/resume')))
export const useRollBack = () => useRunWrite((id: string) => api.post<{ runId: string }>(path(id, '/rollback')))
export const useRerun = () => useRunWrite(({ id, step }: { id: string; step: number }) => api.post<{ runId: string }>(path(id, `/steps/${step}/rerun`)))

/** Nothing is done and nothing stored. */
export const useDryRun = () =>
  useMutation({ mutationFn: ({ playbookId, variables }: { playbookId: string; variables?: Record<string, string> }) => api.post<DryRun>(`/api/playbooks/${encodeURIComponent(playbookId)}/dry-run`, { variables }) })

export type Decision = { person: string; unit: string; agreed: boolean; reason: string; at: string }
/** A step that waits for people; `refusal` says why the reader may not decide, empty when they may. */
export type PendingApproval = {
  runId: string
  incidentId: string
  incidentTitle?: string
  playbookName: string
  startedBy: string
  step: number
  name: string
  digest: string
  command: string
  roles: string[]
  count: number
  notRequester: boolean
  destructive: boolean
  until: string
  decisions: Decision[]
  refusal: string
}

export const approvalsQuery = queryOptions({ queryKey: ['approvals'], queryFn: ({ signal }) => api.get<PendingApproval[]>('/api/approvals', undefined, signal), refetchInterval: 20_000 })

/** The digest goes back with the word, so that what was seen is what is decided about. */
export type Verdict = { approval: PendingApproval; act: 'approve' | 'refuse'; reason: string }
export const useDecide = () =>
  useRunWrite(({ approval, act, reason }: Verdict) => api.post(`/api/playbook-runs/${encodeURIComponent(approval.runId)}/steps/${approval.step}/${act}`, { digest: approval.digest, reason }))
