import { Dropdown } from 'antd'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FieldValue } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { clause } from '@/lib/query-text'

export type ValueActions = { onInclude?: (field: string, value: string) => void; onExclude?: (field: string, value: string) => void; onTop?: (field: string) => void }
type Scalar = string | number | boolean

function scalars(value: FieldValue): Scalar[] {
  if (value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** Names and values; every value opens a menu: include, exclude, copy, look for it. */
export function FieldTable({ fields, actions = {} }: { fields: { name: string; value: FieldValue }[]; actions?: ValueActions }) {
  return (
    <table className="fields">
      <tbody>
        {fields.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              {scalars(value).map((each, index) => (
                <span key={`${index}:${String(each)}`}>
                  {index > 0 && ', '}
                  <Value field={name} value={String(each)} actions={actions} />
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value({ field, value, actions }: { field: string; value: string; actions: ValueActions }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mayHunt = useCan('EVENT_SEARCH')
  const { onInclude, onExclude, onTop } = actions
  const items = [
    onInclude && { key: 'include', label: t('value.include'), onClick: () => onInclude(field, value) },
    onExclude && { key: 'exclude', label: t('value.exclude'), onClick: () => onExclude(field, value) },
    onTop && { key: 'top', label: t('value.top'), onClick: () => onTop(field) },
    mayHunt && !onInclude && { key: 'hunt', label: t('value.hunt'), onClick: () => void navigate({ to: '/search', search: { q: clause(field, value), range: '7d' } }) },
    { key: 'copy', label: t('action.copy'), onClick: () => void navigator.clipboard?.writeText(value) },
  ].filter((item) => item !== undefined && item !== false)
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <button type="button" className="value" data-testid={`value-${field}`}>{value}</button>
    </Dropdown>
  )
}

export function HuntLink({ query, children }: { query: string; children: string }) {
  return <Link to="/search" search={{ q: query, range: '7d' }}>{children}</Link>
}
