import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Query } from '@/lib/api-client'
import type { Backtest, Canary, Coverage, Exemption, ExemptionDetail, Gaps, Precision, RuleCoverage, RuleDetail, RuleList, RuleName, RuleVersion, RuleVersionText } from '@/lib/rule-types'

export const rulePath = (id: string, rest = '') => `/api/rules/${encodeURIComponent(id)}${rest}`

/** The server filters, sorts and cuts: thousands of rules never come at once. */
export const rulesQuery = (asked: Query) =>
  infiniteQueryOptions({
    queryKey: ['rules', 'list', asked],
    queryFn: ({ pageParam, signal }) => api.get<RuleList>('/api/rules', { ...asked, after: pageParam, limit: 100 }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  })

/** Id, title and state of every rule. */
export const ruleNamesQuery = queryOptions({ queryKey: ['rules', 'names'], queryFn: ({ signal }) => api.get<RuleName[]>('/api/rules/names', undefined, signal), staleTime: 60_000 })

export const ruleQuery = (id: string) => queryOptions({ queryKey: ['rules', 'one', id], queryFn: ({ signal }) => api.get<RuleDetail>(rulePath(id), undefined, signal) })

export const versionsQuery = (id: string) => queryOptions({ queryKey: ['rules', 'versions', id], queryFn: ({ signal }) => api.get<RuleVersion[]>(rulePath(id, '/versions'), undefined, signal) })

/** The text of a version never changes; `which` is its number, its digest or the version that an alert names. */
export const versionQuery = (id: string, which: string) =>
  queryOptions({ queryKey: ['rules', 'version', id, which], queryFn: ({ signal }) => api.get<RuleVersionText>(rulePath(id, `/versions/${encodeURIComponent(which)}`), undefined, signal) })

export const exemptionsQuery = queryOptions({ queryKey: ['exemptions', 'list'], queryFn: async ({ signal }) => (await api.get<{ items: Exemption[] }>('/api/exemptions', undefined, signal)).items })

export const exemptionQuery = (id: string) => queryOptions({ queryKey: ['exemptions', 'one', id], queryFn: ({ signal }) => api.get<ExemptionDetail>(`/api/exemptions/${encodeURIComponent(id)}`, undefined, signal) })

export const coverageQuery = queryOptions({ queryKey: ['rules', 'coverage'], queryFn: ({ signal }) => api.get<Coverage>('/api/rules/coverage', undefined, signal), staleTime: 60_000 })

/** Only of a rule that runs: the server knows no coverage of others. */
export const ruleCoverageQuery = ({ id, running }: { id: string; running: number | null }) =>
  queryOptions({ queryKey: ['rules', 'coverage', id], queryFn: ({ signal }) => api.get<RuleCoverage>(rulePath(id, '/coverage'), undefined, signal), staleTime: 30_000, retry: false, enabled: running !== null })

export const gapsQuery = queryOptions({ queryKey: ['rules', 'gaps'], queryFn: ({ signal }) => api.get<Gaps>('/api/rules/gaps', undefined, signal), refetchInterval: 15_000 })

export const canaryQuery = queryOptions({ queryKey: ['rules', 'canary'], queryFn: ({ signal }) => api.get<Canary>('/api/rules/canary', undefined, signal), refetchInterval: 30_000 })

export const precisionQuery = queryOptions({ queryKey: ['rules', 'precision'], queryFn: ({ signal }) => api.get<Precision[]>('/api/rules/precision', { days: 90 }, signal), staleTime: 60_000 })

const RUNNING_MS = 1500
export const isRunning = ({ state }: Pick<Backtest, 'state'>) => state === 'RUNNING' || state === 'WAITING'

export const backtestsQuery = queryOptions({
  queryKey: ['backtests', 'list'],
  queryFn: async ({ signal }) => (await api.get<{ items: Backtest[] }>('/api/rules/backtests', undefined, signal)).items,
})

export const backtestQuery = (id: string) =>
  queryOptions({
    queryKey: ['backtests', 'one', id],
    queryFn: ({ signal }) => api.get<Backtest>(`/api/rules/backtests/${encodeURIComponent(id)}`, undefined, signal),
    refetchInterval: ({ state: { data } }) => (data && isRunning(data) ? RUNNING_MS : false),
  })
