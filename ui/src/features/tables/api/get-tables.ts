import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { TableInForce, TableProblem, TableVersion } from '@/lib/api-types'

const path = (name: string, rest = '') => `/api/tables/${encodeURIComponent(name)}${rest}`

export const tablesQuery = queryOptions({ queryKey: ['tables'], queryFn: ({ signal }) => api.get<TableInForce[]>('/api/tables', undefined, signal) })
export const versionsQuery = (name: string) => queryOptions({ queryKey: ['tables', name], queryFn: ({ signal }) => api.get<TableVersion[]>(path(name, '/versions'), undefined, signal) })
export const contentPath = (name: string, version: number) => path(name, `/content?version=${version}`)

function useTableWrite<V, R>(write: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: write, onSuccess: () => client.invalidateQueries({ queryKey: ['tables'] }) })
}

function withFile(file: File, note?: string): FormData {
  const form = new FormData()
  form.set('file', file)
  if (note) form.set('note', note)
  return form
}

export const useReplaceTable = (name: string) => useTableWrite(({ file, note }: { file: File; note: string }) => api.postForm<TableVersion>(path(name), withFile(file, note)))
export const useRollBackTable = (name: string) => useTableWrite(({ version, note }: { version: number; note: string }) => api.post<TableVersion>(path(name, '/rollback'), { version, note }))
export const useCheckTable = (name: string) => useMutation({ mutationFn: (file: File) => api.postForm<TableProblem[]>(path(name, '/check'), withFile(file)) })
