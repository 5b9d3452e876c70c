import type { JsonValue } from '@/lib/api-types'

/** One line of a selection: a field, how it is compared, and the values of which one is enough. */
export type Clause = { field: string; how: How; values: string[] }
export const HOWS = ['equals', 'contains', 'startswith', 'endswith', 'cidr', 're', 'exists'] as const
export type How = (typeof HOWS)[number]

/** A Sigma selection; all lines must hold. */
export function selectionOf(clauses: Clause[]): JsonValue {
  const pairs = clauses.filter(({ field }) => field.trim() !== '').map(({ field, how, values }) => {
    const name = how === 'equals' ? field.trim() : `${field.trim()}|${how}`
    if (how === 'exists') return [name, values[0] !== 'false'] as const
    return [name, values.length === 1 ? (values[0] ?? '') : values] as const
  })
  return Object.fromEntries(pairs)
}

/** The lines of a selection that this form can show; undefined for what was written by hand beyond it. */
export function clausesOf(selection: JsonValue): Clause[] | undefined {
  if (selection === null || typeof selection !== 'object' || Array.isArray(selection)) return undefined
  const clauses: Clause[] = []
  for (const [key, value] of Object.entries(selection)) {
    const [field = '', how = 'equals', ...more] = key.split('|')
    const known = HOWS.find((each) => each === how)
    const values = (Array.isArray(value) ? value : [value]).filter((each) => ['string', 'number', 'boolean'].includes(typeof each)).map(String)
    if (!known || more.length > 0 || values.length === 0) return undefined
    clauses.push({ field, how: known, values })
  }
  return clauses
}
