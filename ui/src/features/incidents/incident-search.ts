import { SEVERITIES, type Severity } from '@/lib/api-types'

export type IncidentsSearch = { state?: 'closed' | 'all'; severity?: Severity; text?: string }
export type IncidentSearch = { tab?: Tab }
export const TABS = ['overview', 'timeline', 'tasks', 'playbooks', 'evidence', 'alerts', 'notes', 'recovery', 'reports'] as const
export type Tab = (typeof TABS)[number]

export function readIncidentsSearch(raw: Record<string, unknown>): IncidentsSearch {
  return {
    state: raw.state === 'closed' || raw.state === 'all' ? raw.state : undefined,
    severity: SEVERITIES.find((severity) => severity === raw.severity),
    text: typeof raw.text === 'string' && raw.text !== '' ? raw.text : undefined,
  }
}

export function readIncidentSearch(raw: Record<string, unknown>): IncidentSearch {
  return { tab: TABS.find((tab) => tab === raw.tab) }
}
