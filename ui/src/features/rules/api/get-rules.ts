import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { RuleDetail, Rules } from '@/lib/api-types'

export const rulesQuery = queryOptions({ queryKey: ['rules'], queryFn: ({ signal }) => api.get<Rules>('/api/rules', undefined, signal) })

export const ruleQuery = (id: string) =>
  queryOptions({ queryKey: ['rules', id], queryFn: ({ signal }) => api.get<RuleDetail>(`/api/rules/${encodeURIComponent(id)}`, undefined, signal) })
