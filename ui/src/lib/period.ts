import type { TFunction } from 'i18next'

export const HALVES = ['', '-H1', '-H2'] as const
export type Half = (typeof HALVES)[number]

/** A year (`2026`) or half of one (`2026-H1`). */
export type Period = { year: number; half: Half }

const PERIOD = /^(20\d\d)(-H[12])?$/

/** Reads a period; null when the text names none. */
export function readPeriod(text: string | undefined): Period | null {
  const parts = PERIOD.exec(text ?? '')
  return parts ? { year: Number(parts[1]), half: HALVES.find((half) => half === parts[2]) ?? '' } : null
}

export const periodId = ({ year, half }: Period) => `${year}${half}`

/** As people say it; the id itself when it is no period. */
export function periodName(t: TFunction, id: string): string {
  const period = readPeriod(id)
  return period ? t(`period.name${period.half}`, { year: period.year }) : id
}
