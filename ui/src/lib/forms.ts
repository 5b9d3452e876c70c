import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { FormShelf, FormView } from '@/lib/form-types'

/** The forms that fit a subject, and those already begun. */
export const shelfQuery = (subject: string) => queryOptions({ queryKey: ['forms', subject], queryFn: ({ signal }) => api.get<FormShelf>('/api/forms', { subject }, signal) })

const start = (form: string, subject: string) => api.post<FormView>('/api/forms', { form, subject })

export function useStartForm(subject: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (form: string) => start(form, subject),
    onSuccess: () => client.invalidateQueries({ queryKey: ['forms'] }),
  })
}

/** The form somebody is already writing for this subject, else a new one; gives its id. */
export function useOpenForm() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ form, subject }: { form: string; subject: string }) => {
      const shelf = await client.fetchQuery({ ...shelfQuery(subject), staleTime: 0 })
      const begun = shelf.drafts.find((card) => card.form === form && card.state !== 'SIGNED')
      return begun?.id ?? (await start(form, subject)).card.id
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['forms'] }),
  })
}
