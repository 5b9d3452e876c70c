import { queryOptions, useQuery } from '@tanstack/react-query'
import { api } from './api-client'
import type { Right, Session } from './api-types'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.get<Session>('/api/session', undefined, signal),
  staleTime: 60_000,
  retry: false,
})

/** Who is logged in; the shell loads it before any page, so pages may rely on it. */
export function useSession(): Session | undefined {
  return useQuery(sessionQuery).data
}

export function useCan(right: Right): boolean {
  return useSession()?.rights.includes(right) ?? false
}
