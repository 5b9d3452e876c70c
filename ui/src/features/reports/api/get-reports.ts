import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Compliance, Drill, IncidentRow, Page, Report, ReportForm, ResponseTimes } from '@/lib/api-types'

export const formsQuery = queryOptions({ queryKey: ['report-forms'], queryFn: ({ signal }) => api.get<ReportForm[]>('/api/reports/forms', undefined, signal), staleTime: 60_000 })

export const reportsQuery = infiniteQueryOptions({
  queryKey: ['reports'],
  queryFn: ({ pageParam, signal }) => api.get<Page<Report>>('/api/reports', { after: pageParam, limit: 50 }, signal),
  initialPageParam: '',
  getNextPageParam: (page) => page.next ?? undefined,
})

export const complianceQuery = queryOptions({ queryKey: ['compliance'], queryFn: ({ signal }) => api.get<Compliance>('/api/compliance', undefined, signal) })

/** What a report may be about: incidents, or drills. */
export const incidentSubjectsQuery = queryOptions({ queryKey: ['report-subjects', 'INCIDENT'], queryFn: ({ signal }) => api.get<Page<IncidentRow>>('/api/incidents', { state: 'all', limit: 100 }, signal) })
export const drillSubjectsQuery = queryOptions({ queryKey: ['report-subjects', 'DRILL'], queryFn: ({ signal }) => api.get<Drill[]>('/api/drills', undefined, signal) })

export function useIssueReport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (report: { form: string; subject: string }) => api.post<Report>('/api/reports', report),
    onSuccess: () => client.invalidateQueries({ queryKey: ['reports'] }),
  })
}

export type TimesBy = 'month' | 'unit' | 'category' | 'all'
export const responseTimesQuery = (by: TimesBy) =>
  queryOptions({ queryKey: ['response-times', by], queryFn: ({ signal }) => api.get<ResponseTimes>('/api/incidents/times', { by }, signal), placeholderData: (previous) => previous })
