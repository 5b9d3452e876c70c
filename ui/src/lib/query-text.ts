/** `field:"value"` in the query language of the event store (Lucene syntax). */
export function clause(field: string, value: string): string {
  return `${field.replaceAll(/([\\:])/g, '\\$1')}:"${value.replaceAll(/(["\\])/g, '\\$1')}"`
}

/** Narrows a query by one more condition; saying the same thing twice changes nothing. */
export function narrowed(query: string, condition: string, exclude = false): string {
  const text = query.trim()
  const added = exclude ? `NOT ${condition}` : condition
  if (text === '') return exclude ? `*:* AND ${added}` : added
  if (text.split(' AND ').includes(added)) return text
  const safe = /\bOR\b/.test(text) && !/^\(.*\)$/.test(text) ? `(${text})` : text
  return `${safe} AND ${added}`
}
