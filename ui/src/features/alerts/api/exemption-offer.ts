import { queryOptions, useMutation } from '@tanstack/react-query'
import { api } from '@/lib/api-client'
import type { UnitRef } from '@/lib/api-types'

/** What an exception would have hidden of the alerts of its rule. */
export type ExemptionEffect = { alerts: number; hidden: number; days: number; complete: boolean }
export type ExemptionOffer = { rules: string[]; organization: UnitRef | null; selection: Record<string, string>; expiresAt: string; effect: ExemptionEffect }
export type Proposed = { rules: string[]; organization?: string; selection: Record<string, string>; reason: string; expiresAt: string }

export const offerQuery = (alertId: string) =>
  queryOptions({ queryKey: ['exemption-offer', alertId], queryFn: ({ signal }) => api.get<ExemptionOffer>('/api/exemptions/offer', { alert: alertId }, signal), staleTime: 30_000, retry: false })

export const effectQuery = (rule: string, organization: string, selection: Record<string, string>) =>
  queryOptions({ queryKey: ['exemption-effect', rule, organization, selection], queryFn: () => api.post<ExemptionEffect>('/api/exemptions/effect', { rule, organization, selection }), staleTime: 30_000, retry: false })

export const useProposeExemption = () => useMutation({ mutationFn: (proposed: Proposed) => api.post('/api/exemptions', proposed) })
