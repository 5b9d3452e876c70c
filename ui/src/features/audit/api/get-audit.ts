import { infiniteQueryOptions, useMutation } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { AuditEntry, AuditVerification, Page } from '@/lib/api-types'

export const auditQuery = (text: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['audit', text],
    queryFn: ({ pageParam, signal }) => api.get<Page<AuditEntry>>('/api/audit', { before: pageParam, text, limit: 50 }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })

export function useVerifyTrail() {
  return useMutation({ mutationFn: () => api.get<AuditVerification>('/api/audit/verify') })
}
