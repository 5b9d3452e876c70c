import { ALERT_STATES, LEVELS, type AlertState, type Level } from '@/lib/api-types'
import type { Query } from '@/lib/api-client'

export type GroupBy = 'rule' | 'entity' | 'organization'
export const GROUPS: readonly GroupBy[] = ['rule', 'entity', 'organization']

/** The filter of the queue as it stands in the address; absent means the default view: all that is open. */
export type QueueSearch = {
  state?: string
  level?: string
  owner?: string
  rule?: string
  entity?: string
  organization?: string
  text?: string
  sort?: 'newest'
  by?: GroupBy
  id?: string
}

export const OPEN_STATES: readonly AlertState[] = ['MOI', 'DANG_XU_LY']
export const ALL = 'all'

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export function readQueueSearch(raw: Record<string, unknown>): QueueSearch {
  return {
    state: raw.state === ALL ? ALL : keep(raw.state, ALERT_STATES),
    level: keep(raw.level, LEVELS),
    owner: word(raw.owner),
    rule: word(raw.rule),
    entity: word(raw.entity),
    organization: word(raw.organization),
    text: word(raw.text),
    sort: raw.sort === 'newest' ? 'newest' : undefined,
    by: GROUPS.find((group) => group === raw.by),
    id: word(raw.id),
  }
}

function keep(value: unknown, known: readonly string[]): string | undefined {
  const words = typeof value === 'string' ? value.split(',').filter((each) => known.includes(each)) : []
  return words.length === 0 ? undefined : words.join(',')
}

export function statesOf(search: QueueSearch): AlertState[] {
  if (search.state === ALL) return []
  return search.state ? (search.state.split(',') as AlertState[]) : [...OPEN_STATES]
}

export function levelsOf(search: QueueSearch): Level[] {
  return search.level ? (search.level.split(',') as Level[]) : []
}

/** What the server is asked; which row is open and how rows are grouped is our own business. */
export function filterOf({ owner, rule, entity, organization, text, sort, ...search }: QueueSearch): Query {
  return { state: statesOf(search).join(','), level: search.level, owner, rule, entity, organization, text, sort: sort ?? 'due' }
}

/** True when something other than the default view is set. */
export function isFiltered({ state, level, owner, rule, entity, organization, text }: QueueSearch): boolean {
  return [state, level, owner, rule, entity, organization, text].some((value) => value !== undefined)
}
