import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { announce } from './announce'
import { api } from './api-client'

export type TaskMove =
  | { kind: 'acknowledge'; id: string }
  | { kind: 'complete'; id: string; result: string; outputs?: Record<string, string> }
  | { kind: 'block'; id: string; reason: string }
  | { kind: 'skip'; id: string; reason: string }

const SHOWN_IN = [['tasks'], ['orders'], ['clocks'], ['incident'], ['incidents'], ['run']]

/** Moves a task and says so; every list that shows it is read anew. */
export function useTaskMove() {
  const { t } = useTranslation()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ kind, id, ...body }: TaskMove) => api.post(`/api/tasks/${encodeURIComponent(id)}/${kind}`, kind === 'acknowledge' ? undefined : body),
    onSuccess: (_, { kind }) => {
      announce(t(`task.said.${kind}`))
      return Promise.all(SHOWN_IN.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
}
