import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Observable, ObservableKind, Pap, SecretContents, Tlp } from '@/lib/api-types'

const path = (id: string, rest: string) => `/api/incidents/${encodeURIComponent(id)}${rest}`

export const observablesQuery = (id: string) => queryOptions({ queryKey: ['incident', id, 'observables'], queryFn: ({ signal }) => api.get<Observable[]>(path(id, '/observables'), undefined, signal) })

export const secretContentsQuery = (id: string) => queryOptions({ queryKey: ['incident', id, 'secret'], gcTime: 0, queryFn: ({ signal }) => api.get<SecretContents>(path(id, '/secret'), undefined, signal) })

function useLabelWrite<V>(id: string, write: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: write, onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['incident', id] }), client.invalidateQueries({ queryKey: ['incidents'] })]) })
}

export const useMark = (id: string) => useLabelWrite(id, (next: { tlp: Tlp; pap: Pap; reason: string; version: number }) => api.post(path(id, '/marking'), next))
export const useDeclareSecret = (id: string) => useLabelWrite(id, (declared: { reference: string; seen: string }) => api.post(path(id, '/secret'), declared))
export const useLiftSecret = (id: string) => useLabelWrite(id, (reference: string) => api.post(path(id, '/secret/lift'), { reference }))
export type NewObservable = { kind: ObservableKind; value: string; note: string }
export const useAddObservable = (id: string) => useLabelWrite(id, (observable: NewObservable) => api.post(path(id, '/observables'), observable))
export type ObservableMarking = { observable: string; tlp?: Tlp; pap?: Pap; reason: string }
export const useMarkObservable = (id: string) => useLabelWrite(id, ({ observable, ...next }: ObservableMarking) => api.post(path(id, `/observables/${encodeURIComponent(observable)}/marking`), next))
