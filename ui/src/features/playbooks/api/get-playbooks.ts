import { queryOptions, useMutation } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { CheckedPlaybook, PlaybookDetail } from '@/lib/api-types'

export const playbookQuery = (id: string) =>
  queryOptions({ queryKey: ['playbooks', id], queryFn: ({ signal }) => api.get<PlaybookDetail>(`/api/playbooks/${encodeURIComponent(id)}`, undefined, signal), staleTime: 60_000 })

/** Reads the file and says what is wrong with it; nothing is stored. */
export const useCheckPlaybook = () =>
  useMutation({
    mutationFn: (file: File) => {
      const form = new FormData()
      form.set('file', file)
      return api.postForm<CheckedPlaybook>('/api/playbooks/check', form)
    },
  })
