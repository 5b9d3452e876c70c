import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { Backtest, Exemption, Gap, ImportReport, NewExemption, RuleProblem, RuleRow, RuleState, SuppressionMode, TestReport } from '@/lib/rule-types'
import { rulePath } from './get-rules'

/** Every write reads the rules anew: states, versions and counts belong together. */
function useRuleWrite<V, R>(write: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['rules'] }), client.invalidateQueries({ queryKey: ['exemptions'] })]),
  })
}

export type RuleTexts = { text: string; tests: string }
type Written = { rule: RuleRow; problems: RuleProblem[] }
export const useCreateRule = () => useRuleWrite((draft: RuleTexts & { note: string }) => api.post<Written>('/api/rules', draft))

/** `expectedRevision` is the revision that the screen showed: the server refuses when somebody was faster. */
export type Saving = RuleTexts & { note: string; expectedRevision: number }
export const useSaveVersion = (id: string) => useRuleWrite((saving: Saving) => api.post<Written>(rulePath(id, '/versions'), saving))

/** Reads a text that is not saved; nothing is changed, so nothing is read anew. */
export const useCheckText = () => useMutation({ mutationFn: (text: string) => api.post<{ problems: RuleProblem[] }>('/api/rules/check', { text }) })
export const useTestTexts = () => useMutation({ mutationFn: (texts: RuleTexts) => api.post<TestReport>('/api/rules/test', texts) })

export type StateMove = { to: RuleState; reason: string; expectedRevision: number }
export const useMoveRule = (id: string) => useRuleWrite((move: StateMove) => api.post<RuleRow>(rulePath(id, '/state'), move))

export type Restoring = { number: number; note: string; expectedRevision: number }
export const useRestoreVersion = (id: string) => useRuleWrite((restoring: Restoring) => api.post<RuleRow>(rulePath(id, '/restore'), restoring))

export type SuppressionChange = { mode: SuppressionMode; fields?: string[]; window?: string; expectedRevision: number }
export const useSuppression = (id: string) => useRuleWrite((change: SuppressionChange) => api.put<RuleRow>(rulePath(id, '/suppression'), change))

export const useCreateExemption = () => useRuleWrite((exemption: NewExemption) => api.post<Exemption>('/api/exemptions', exemption))
export const useApproveExemption = () => useRuleWrite((id: string) => api.post<Exemption>(`/api/exemptions/${encodeURIComponent(id)}/approve`, {}))
export const useRevokeExemption = () => useRuleWrite(({ id, reason }: { id: string; reason: string }) => api.post<Exemption>(`/api/exemptions/${encodeURIComponent(id)}/revoke`, { reason }))

export type Importing = { file: File; set: string; licence: string; enable: boolean; reason: string; retireMissing: boolean }
export const useImportRules = () =>
  useRuleWrite(({ file, ...fields }: Importing) => {
    const form = new FormData()
    form.set('file', file)
    for (const [name, value] of Object.entries(fields)) form.set(name, String(value))
    return api.postForm<ImportReport>('/api/rules/import', form)
  })

export type BacktestRequest = { ruleId?: string; text?: string; from: string; to: string }
function useBacktestWrite<V>(write: (value: V) => Promise<Backtest>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: write, onSuccess: () => client.invalidateQueries({ queryKey: ['backtests'] }) })
}
export const useStartBacktest = () => useBacktestWrite((request: BacktestRequest) => api.post<Backtest>('/api/rules/backtests', request))
export const useCancelBacktest = () => useBacktestWrite((id: string) => api.delete<Backtest>(`/api/rules/backtests/${encodeURIComponent(id)}`))

export const useFillGap = () => useRuleWrite((id: string) => api.post<Gap>(`/api/rules/gaps/${encodeURIComponent(id)}/fill`))
