const UNITS: [letter: string, seconds: number][] = [['w', 604_800], ['d', 86_400], ['h', 3600], ['m', 60], ['s', 1]]

/** A length of time as rules write it: 90s, 15m, 1h, 1d, 1w. */
export function windowOf(seconds: number | null): string {
  if (seconds === null || seconds <= 0) return '1h'
  const [letter, length] = UNITS.find(([, each]) => seconds % each === 0) ?? ['s', 1]
  return `${seconds / length}${letter}`
}
