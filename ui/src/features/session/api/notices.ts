import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { MyNotices, NoticeChoices } from '@/lib/notice-types'

export const myNoticesQuery = queryOptions({ queryKey: ['my-notices'], queryFn: ({ signal }) => api.get<MyNotices>('/api/session/notices', undefined, signal) })

export function useChooseNotices() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (chosen: { mail: string; webhook: string; kinds: NoticeChoices }) => api.put('/api/session/notices', chosen),
    onSuccess: () => client.invalidateQueries({ queryKey: ['my-notices'] }),
  })
}
