import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { FormShelf, FormView } from '@/lib/form-types'

export const shelfQuery = (subject: string) => queryOptions({ queryKey: ['forms', subject], queryFn: ({ signal }) => api.get<FormShelf>('/api/forms', { subject }, signal) })

export function useStartForm(subject: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (form: string) => api.post<FormView>('/api/forms', { form, subject }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['forms'] }),
  })
}
