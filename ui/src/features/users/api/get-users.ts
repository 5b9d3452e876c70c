import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { NewUser, Role, User } from '@/lib/api-types'

export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: ({ signal }) => api.get<User[]>('/api/users', undefined, signal) })

export type UserChange = { account: string; fullName?: string; unit?: string; roles?: Role[]; enabled?: boolean }

function useUserWrite<V>(write: (value: V) => Promise<void>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: write, onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }) })
}

const path = (account: string, rest = '') => `/api/users/${encodeURIComponent(account)}${rest}`

export const useCreateUser = () => useUserWrite((user: NewUser) => api.post('/api/users', user))
export const useChangeUser = () => useUserWrite(({ account, ...change }: UserChange) => api.put(path(account), change))
export const useUnlockUser = () => useUserWrite((account: string) => api.post(path(account, '/unlock')))
export const useResetPassword = () => useUserWrite(({ account, password }: { account: string; password: string }) => api.post(path(account, '/password'), { password }))
