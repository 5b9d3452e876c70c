import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { NoticeChoices, RoleNotices } from '@/lib/notice-types'

export const roleNoticesQuery = queryOptions({ queryKey: ['role-notices'], queryFn: ({ signal }) => api.get<RoleNotices[]>('/api/users/notices', undefined, signal) })

export function useChooseForRole() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ role, kinds }: { role: string; kinds: NoticeChoices }) => api.put(`/api/users/notices/${encodeURIComponent(role)}`, { kinds }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['role-notices'] }),
  })
}
