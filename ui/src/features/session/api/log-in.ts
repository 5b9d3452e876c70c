import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import { sessionQuery } from '@/lib/session'

export type Credentials = { username: string; password: string; code?: string }

/** Logs in and reads the new session; the server may ask for a code first (CODE_REQUIRED). */
export function useLogIn() {
  const client = useQueryClient()
  return useMutation({
    mutationKey: ['login'],
    mutationFn: async ({ username, password, code }: Credentials) => {
      const form = new URLSearchParams({ username, password })
      if (code) form.set('code', code)
      await api.postForm('/api/login', form)
      return client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    },
  })
}
