import { useTranslation } from 'react-i18next'
import type { JsonValue } from '@/lib/api-types'
import { clausesOf } from './selection'

/** A condition in words where it is simple, as it is written where it is not. */
export function SelectionView({ selection }: { selection: JsonValue }) {
  const { t } = useTranslation()
  const clauses = clausesOf(selection)
  if (!clauses) return <code className="mono wrap-any">{JSON.stringify(selection)}</code>
  return (
    <ul className="clauses">
      {clauses.map(({ field, how, values }) => (
        <li key={`${field}${how}`}><code className="mono">{field}</code> <span className="faint">{t(`how.${how}`)}</span> {how !== 'exists' && <code className="mono strong">{values.join(` ${t('how.or')} `)}</code>}</li>
      ))}
    </ul>
  )
}
