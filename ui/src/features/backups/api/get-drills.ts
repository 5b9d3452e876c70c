import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '@/lib/api-client'
import type { DrillAt, DrillDetail, DueDrill } from '@/lib/api-types'
import { openStream } from '@/lib/event-stream'

export const drillQuery = (id: string) =>
  queryOptions({ queryKey: ['backups', 'drills', id], queryFn: ({ signal }) => api.get<DrillDetail>(`/api/drills/${encodeURIComponent(id)}`, undefined, signal) })
export const dueQuery = queryOptions({ queryKey: ['backups', 'due'], queryFn: ({ signal }) => api.get<DueDrill[]>('/api/drills/due', undefined, signal) })
export const doubtsQuery = queryOptions({ queryKey: ['backups', 'doubts'], queryFn: ({ signal }) => api.get<string[]>('/api/drills/doubts', undefined, signal) })

/** Stops a drill that runs, or goes on with one that was stopped. */
export function useTurn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, what }: { id: string; what: 'stop' | 'resume' }) => api.post(`/api/drills/${encodeURIComponent(id)}/${what}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['backups'] }),
  })
}

/** How far each running drill is, as the server pushes it, by the id of the drill. */
export function useLiveDrills(): Record<string, DrillAt> {
  const client = useQueryClient()
  const [at, setAt] = useState<Record<string, DrillAt>>({})
  useEffect(
    () =>
      openStream('/api/backups/stream', {
        onState: () => undefined,
        events: {
          drill: (data) => {
            const now = JSON.parse(data) as DrillAt
            setAt((all) => ({ ...all, [now.drill]: now }))
            if (now.phase === 'ENDED' || now.phase === 'PUBLISH') void client.invalidateQueries({ queryKey: ['backups'] })
          },
        },
      }),
    [client],
  )
  return at
}
