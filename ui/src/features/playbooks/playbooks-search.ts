export type PlaybooksSearch = { text?: string; id?: string }

export function readPlaybooksSearch(raw: Record<string, unknown>): PlaybooksSearch {
  const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return { text: word(raw.text), id: word(raw.id) }
}
