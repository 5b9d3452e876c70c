export const RANGES = ['15m', '1h', '24h', '7d', '30d'] as const
export type RangeName = (typeof RANGES)[number]
const HOURS: Record<RangeName, number> = { '15m': 0.25, '1h': 1, '24h': 24, '7d': 168, '30d': 720 }

/** A query with either a range back from now or two fixed ends. */
export type EventSearch = { q?: string; range?: string; from?: string; to?: string; field?: string }

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const instant = (value: unknown) => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined)

export function readEventSearch(raw: Record<string, unknown>): EventSearch {
  return { q: word(raw.q), range: RANGES.find((range) => range === raw.range), from: instant(raw.from), to: instant(raw.to), field: word(raw.field) }
}

export type Window = { from: string; to: string }

/** The two ends of the search; a range counts back from `now`. */
export function windowOf({ range, from, to }: EventSearch, now: number): Window {
  if (from && to) return { from, to }
  const hours = HOURS[RANGES.find((each) => each === range) ?? '24h']
  return { from: new Date(now - hours * 3_600_000).toISOString(), to: new Date(now).toISOString() }
}
