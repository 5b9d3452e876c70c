import { queryOptions, useMutation } from '@tanstack/react-query'
import { api } from '@/lib/api-client'

export type FirstAdministrator = { token: string; account: string; fullName: string; password: string }

export const setupQuery = (token: string) =>
  queryOptions({ queryKey: ['setup', token], queryFn: () => api.get<{ valid: boolean }>('/api/setup', { token }), retry: false })

export function useSetUp() {
  return useMutation({ mutationFn: (first: FirstAdministrator) => api.post('/api/setup', first) })
}
