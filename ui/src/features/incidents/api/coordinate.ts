import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Handover, NewOrder, NewPreservation, Preservation } from '@/lib/order-types'

const path = (id: string, rest: string) => `/api/incidents/${encodeURIComponent(id)}${rest}`

export const handoversQuery = (id: string) => queryOptions({ queryKey: ['incident', id, 'handovers'], queryFn: ({ signal }) => api.get<Handover[]>(path(id, '/handovers'), undefined, signal) })

export const preservationsQuery = (id: string) => queryOptions({ queryKey: ['incident', id, 'preservations'], queryFn: ({ signal }) => api.get<Preservation[]>(path(id, '/preservations'), undefined, signal) })

function useCoordinate<V>(id: string, write: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: () => Promise.all(['incident', 'incidents', 'orders', 'tasks'].map((key) => client.invalidateQueries({ queryKey: key === 'incident' ? [key, id] : [key] }))),
  })
}

export const useGiveOrder = (id: string) => useCoordinate(id, (order: NewOrder) => api.post(path(id, '/orders'), order))
export const useAskForHelp = (id: string) => useCoordinate(id, (text: string) => api.post(path(id, '/help'), { text }))
export const useOfferHandover = (id: string) => useCoordinate(id, (offer: { unit: string; reason: string }) => api.post(path(id, '/handovers'), offer))
export type Answer = { handover: string; act: 'accept' | 'refuse' | 'withdraw'; reason?: string }
export const useAnswerHandover = (id: string) => useCoordinate(id, ({ handover, act, reason }: Answer) => api.post(`/api/handovers/${encodeURIComponent(handover)}/${act}`, act === 'accept' ? undefined : { reason }))
export const usePreserve = (id: string) => useCoordinate(id, (order: NewPreservation) => api.post(path(id, '/preservations'), order))
export const useLiftPreservation = (id: string) => useCoordinate(id, ({ order, reason }: { order: string; reason: string }) => api.post(`/api/preservations/${encodeURIComponent(order)}/lift`, { reason }))
