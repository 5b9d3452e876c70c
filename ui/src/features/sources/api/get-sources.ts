import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Outage, Pipeline, Source } from '@/lib/api-types'

const EVERY = { refetchInterval: 10_000 }
export const sourcesQuery = queryOptions({ queryKey: ['sources'], queryFn: ({ signal }) => api.get<Source[]>('/api/sources', undefined, signal), ...EVERY })
export const pipelineQuery = queryOptions({ queryKey: ['pipeline'], queryFn: ({ signal }) => api.get<Pipeline>('/api/pipeline', undefined, signal), ...EVERY })
export const outagesQuery = queryOptions({ queryKey: ['outages'], queryFn: ({ signal }) => api.get<Outage[]>('/api/sources/outages', undefined, signal), ...EVERY })
