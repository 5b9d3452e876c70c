import { queryOptions } from '@tanstack/react-query'
import { api } from './api-client'
import type { Catalog, InformationSystem, Playbook, Unit } from './api-types'

const RARELY_CHANGES = 10 * 60_000

export const catalogQuery = queryOptions({
  queryKey: ['catalog'],
  queryFn: ({ signal }) => api.get<Catalog>('/api/catalog', undefined, signal),
  staleTime: RARELY_CHANGES,
})

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: ({ signal }) => api.get<Unit[]>('/api/units', undefined, signal),
  staleTime: RARELY_CHANGES,
})

export const systemsQuery = queryOptions({
  queryKey: ['systems'],
  queryFn: ({ signal }) => api.get<InformationSystem[]>('/api/systems', undefined, signal),
  staleTime: RARELY_CHANGES,
})

export const playbooksQuery = queryOptions({ queryKey: ['playbooks'], queryFn: ({ signal }) => api.get<Playbook[]>('/api/playbooks', undefined, signal), staleTime: 60_000 })
