import { queryOptions } from '@tanstack/react-query'
import { api } from '@/lib/api-client'

export type Explanation = { ruleId: string; version: string; eventId: string; matches: boolean; text: string }

/** Every question is a look at the event, which the audit trail keeps: so it is asked once. */
export const explanation = (rule: string, event: string) =>
  queryOptions({
    queryKey: ['rules', 'explanation', rule, event],
    queryFn: ({ signal }) => api.get<Explanation>(`/api/rules/${encodeURIComponent(rule)}/explanation`, { event }, signal),
    staleTime: Infinity,
    retry: false,
  })
