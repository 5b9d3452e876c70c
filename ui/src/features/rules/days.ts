const DAY_MS = 86_400_000
const OFFSET_MS = 7 * 3_600_000

/** The server names only days with alerts; a picture of the time needs the others too. Days are Vietnamese. */
export function everyDay(from: string, to: string, days: { day: string; alerts: number }[]): { day: string; count: number }[] {
  const known = new Map(days.map(({ day, alerts }) => [day, alerts]))
  const dayOf = (time: number) => Math.floor((time + OFFSET_MS) / DAY_MS)
  const first = dayOf(Date.parse(from))
  const last = dayOf(Date.parse(to) - 1)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const day = new Date((first + index) * DAY_MS).toISOString().slice(0, 10)
    return { day, count: known.get(day) ?? 0 }
  })
}
