import type { Alert } from '@/lib/api-types'

type Said = Pick<Alert, 'title' | 'reason' | 'entity'>

/** The reason without the title that it begins with: what this alert adds to the others of its rule. */
export function added({ title, reason }: Pick<Alert, 'title' | 'reason'>): string {
  if (!reason.startsWith(title)) return reason
  const rest = reason.slice(title.length).replace(/^[\s:.]+/, '')
  const bare = rest.replace(/^\((.*)\)\.?$/, '$1')
  return bare === rest ? capital(rest) : bare
}

/** What differs from the next row: the title stands above it and the entity before it, so neither is said again. */
export function difference(alert: Said): string {
  const words = added(alert)
  if (alert.entity === '') return words
  const values = /^(.*?)\s*\(([^()]+ = [^()]*)\)\.?$/.exec(words)
  const told = (list: string) => list.split(', ').filter((pair) => pair.split(' = ')[1] !== alert.entity).join(', ')
  if (values) {
    const rest = told(values[2] ?? '')
    return rest === '' ? `${values[1]}` : `${values[1]} (${rest})`
  }
  return /^\S+ = /.test(words) ? told(words) : words
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
