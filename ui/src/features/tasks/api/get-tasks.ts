import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Page, Task } from '@/lib/api-types'

export const tasksQuery = (state: 'open' | 'done', mine: boolean) =>
  infiniteQueryOptions({
    queryKey: ['tasks', state, mine],
    queryFn: ({ pageParam, signal }) => api.get<Page<Task>>('/api/tasks', { state, mine: mine || undefined, after: pageParam, limit: 50 }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 30_000,
  })
