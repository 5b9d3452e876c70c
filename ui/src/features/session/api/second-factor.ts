import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import { sessionQuery } from '@/lib/session'

/** A new secret; asked for once each time the page is opened. */
export const enrolmentQuery = queryOptions({
  queryKey: ['mfa', 'begin'],
  queryFn: () => api.post<{ secret: string; otpauth: string }>('/api/session/mfa/begin'),
  staleTime: Infinity,
  gcTime: 0,
  retry: false,
})

export function useConfirmSecondFactor() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (code: string) => {
      await api.post('/api/session/mfa/confirm', { code })
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    },
  })
}
