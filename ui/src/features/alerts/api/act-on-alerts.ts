import { useMutation, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Alert, AlertActionRequest, AlertPage, EscalateRequest } from '@/lib/api-types'
import { useSession } from '@/lib/session'

/** Writes the change into the rows already on screen; their order stays. */
function patchRows(client: QueryClient, ids: string[], change: Partial<Alert>): void {
  client.setQueriesData<InfiniteData<AlertPage, string>>({ queryKey: ['alerts', 'list'] }, (data) =>
    data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((alert) => (ids.includes(alert.id) ? { ...alert, ...change } : alert)) })) })
}

const refreshDetails = (client: QueryClient) =>
  Promise.all([client.invalidateQueries({ queryKey: ['alerts', 'detail'] }), client.invalidateQueries({ queryKey: ['alerts', 'groups'] })])

function changeOf(request: AlertActionRequest, me: string): Partial<Alert> {
  switch (request.action) {
    case 'TAKE':
      return { state: 'DANG_XU_LY', owner: me }
    case 'ASSIGN':
      return { state: 'DANG_XU_LY', owner: request.owner ?? null }
    case 'CLOSE':
      return { state: 'DA_DONG', disposition: request.disposition ?? null, dueAt: null }
    case 'REOPEN':
      return { state: 'DANG_XU_LY', disposition: null }
    case 'NOTE':
      return {}
    case 'SNOOZE':
      return { state: 'TAM_HOAN', snoozedUntil: request.until ?? null }
  }
}

export function useAlertAction() {
  const client = useQueryClient()
  const me = useSession()?.account ?? ''
  return useMutation({
    mutationFn: (request: AlertActionRequest) => api.post<{ changed: number; undo: string }>('/api/alerts/actions', request),
    onSuccess: (_answer, request) => {
      patchRows(client, request.ids, changeOf(request, me))
      return refreshDetails(client)
    },
  })
}

export function useEscalate() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: EscalateRequest) => api.post<{ incidentId: string }>('/api/alerts/escalate', request),
    onSuccess: ({ incidentId }, { ids }) => {
      patchRows(client, ids, { state: 'DA_LEO_THANG', incidentId, dueAt: null })
      return Promise.all([refreshDetails(client), client.invalidateQueries({ queryKey: ['incidents'] })])
    },
  })
}

export function useStartPlaybook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ incidentId, ...body }: { incidentId: string; playbookId: string; variables: Record<string, string> }) => api.post<{ runId: string }>(`/api/incidents/${encodeURIComponent(incidentId)}/runs`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['incident'] }),
  })
}

/** Takes back; the rows are read again, because only the server knows what they were. */
export function useUndo() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (token: string) => api.post<{ changed: number; left: number }>('/api/alerts/undo', { token }),
    onSuccess: () => Promise.all([['alerts'], ['incidents'], ['incident']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
