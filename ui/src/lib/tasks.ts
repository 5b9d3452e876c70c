import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from './api-client'

export type TaskMove =
  | { kind: 'acknowledge'; id: string }
  | { kind: 'complete'; id: string; result: string; outputs?: Record<string, string> }
  | { kind: 'block'; id: string; reason: string }
  | { kind: 'skip'; id: string; reason: string }

/** Moves a task; the list of tasks and the incident that holds it are read anew. */
export function useTaskMove() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ kind, id, ...body }: TaskMove) => api.post(`/api/tasks/${encodeURIComponent(id)}/${kind}`, kind === 'acknowledge' ? undefined : body),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['tasks'] }), client.invalidateQueries({ queryKey: ['incident'] }), client.invalidateQueries({ queryKey: ['incidents'] })]),
  })
}
