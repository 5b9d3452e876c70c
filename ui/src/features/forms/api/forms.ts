import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { FormEdit, FormView } from '@/lib/form-types'

const path = (id: string, rest = '') => `/api/forms/${encodeURIComponent(id)}${rest}`

export const formQuery = (id: string) => queryOptions({ queryKey: ['form', id], queryFn: ({ signal }) => api.get<FormView>(path(id), undefined, signal) })

/** Every write answers with the form as it stands now. */
function useFormWrite<V>(id: string, write: (value: V) => Promise<FormView>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: (view) => {
      client.setQueryData(['form', id], view)
      return Promise.all([['forms'], ['incident'], ['clocks'], ['reports']].map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
}

export const useEditForm = (id: string) => useFormWrite(id, (wanted: { version: number; edits: FormEdit[] }) => api.put<FormView>(path(id), wanted))
export const useRefillForm = (id: string) => useFormWrite(id, (version: number) => api.post<FormView>(path(id, '/refill'), { version }))
export const useSignForm = (id: string) => useFormWrite(id, (wanted: { version: number; withBlanks: boolean; clocks: string[] }) => api.post<FormView>(path(id, '/sign'), wanted))
