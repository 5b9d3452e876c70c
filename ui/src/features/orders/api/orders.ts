import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { ClockRow, IncidentDetail, PeriodicClock } from '@/lib/api-types'
import type { Order } from '@/lib/order-types'

export const ordersQuery = (finished: boolean) =>
  queryOptions({ queryKey: ['orders', finished], queryFn: ({ signal }) => api.get<Order[]>('/api/orders', { finished: finished || undefined }, signal), refetchInterval: 15_000 })

export const clocksQuery = queryOptions({ queryKey: ['clocks'], queryFn: ({ signal }) => api.get<ClockRow[]>('/api/clocks', undefined, signal), refetchInterval: 30_000 })

export const periodicQuery = queryOptions({ queryKey: ['clocks', 'periodic'], queryFn: ({ signal }) => api.get<PeriodicClock[]>('/api/clocks/periodic', undefined, signal), refetchInterval: 60_000 })

/** What an order's proof can be taken from. */
export const evidenceQuery = (incidentId: string) =>
  queryOptions({ queryKey: ['incident', incidentId, 'evidence'], queryFn: ({ signal }) => api.get<IncidentDetail>(`/api/incidents/${encodeURIComponent(incidentId)}`, undefined, signal), select: ({ evidence }) => evidence })

/** Every act on an order changes its task and its incident too. */
export function useTellProgress(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (text: string) => api.post(`/api/orders/${encodeURIComponent(id)}/progress`, { text }),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['orders'] }), client.invalidateQueries({ queryKey: ['incident'] })]),
  })
}

export function useProve(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (evidence: string) => api.post(`/api/orders/${encodeURIComponent(id)}/proof`, { evidence }),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['orders'] }), client.invalidateQueries({ queryKey: ['incident'] })]),
  })
}
