import { CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ALERT_STATES, LEVELS } from '@/lib/api-types'
import { fold } from '@/lib/format'
import { unitsQuery } from '@/lib/shared-queries'
import { ALL, GROUPS, isFiltered, levelsOf, statesOf, type QueueSearch } from './queue-search'

const NO_GROUP: string = 'none'

type Props = { search: QueueSearch; onChange: (change: Partial<QueueSearch>) => void }

export function FilterBar({ search, onChange }: Props) {
  const { t } = useTranslation()
  const states = statesOf(search)
  return (
    <div className="row-wrap" role="group" aria-label={t('queue.filters')}>
      <SearchText key={search.text} value={search.text} onChange={(text) => onChange({ text })} />
      <Select
        mode="multiple" maxTagCount="responsive" style={{ minWidth: 190 }} aria-label={t('queue.state')} placeholder={t('queue.anyState')} value={states} data-testid="filter-state"
        options={ALERT_STATES.map((value) => ({ value, label: t(`alertState.${value}`) }))} onChange={(value) => onChange({ state: value.length === 0 ? ALL : value.join(',') })}
      />
      <Select
        mode="multiple" maxTagCount="responsive" style={{ minWidth: 150 }} aria-label={t('queue.level')} placeholder={t('queue.anyLevel')} value={levelsOf(search)} data-testid="filter-level"
        options={LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))} onChange={(value) => onChange({ level: value.join(',') || undefined })}
      />
      <Select
        style={{ minWidth: 128 }} aria-label={t('queue.owner')} value={search.owner ?? ''} data-testid="filter-owner" onChange={(value) => onChange({ owner: value || undefined })}
        options={[{ value: '', label: t('queue.anyOwner') }, { value: 'me', label: t('queue.mine') }, { value: 'none', label: t('queue.unassigned') }]}
      />
      <UnitSelect value={search.organization} onChange={(organization) => onChange({ organization })} />
      <Select
        style={{ minWidth: 132 }} aria-label={t('queue.group')} value={search.by ?? NO_GROUP} data-testid="filter-group" onChange={(value) => onChange({ by: GROUPS.find((group) => group === value) })}
        options={[{ value: NO_GROUP, label: t('queue.noGroup') }, ...GROUPS.map((value) => ({ value, label: t(`queue.by.${value}`) }))]}
      />
      <Select
        style={{ minWidth: 118 }} aria-label={t('queue.sort')} value={search.sort ?? 'due'} onChange={(value) => onChange({ sort: value === 'newest' ? value : undefined })}
        options={[{ value: 'due' as const, label: t('queue.sortDue') }, { value: 'newest' as const, label: t('queue.sortNewest') }]}
      />
      {search.rule && <Chip label={`${t('queue.rule')}: ${search.rule}`} onRemove={() => onChange({ rule: undefined })} />}
      {search.entity && <Chip label={`${t('queue.entity')}: ${search.entity}`} onRemove={() => onChange({ entity: undefined })} />}
      {isFiltered(search) && <ResetButton onChange={onChange} />}
    </div>
  )
}

export const NO_FILTER: Partial<QueueSearch> = { state: undefined, level: undefined, owner: undefined, rule: undefined, entity: undefined, organization: undefined, text: undefined }

export function ResetButton({ onChange }: Pick<Props, 'onChange'>) {
  const { t } = useTranslation()
  return <Button type="link" onClick={() => onChange(NO_FILTER)} data-testid="filter-reset">{t('queue.reset')}</Button>
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { t } = useTranslation()
  return (
    <span className="pill pill-now">
      <span className="cut">{label}</span>
      <button type="button" className="link-button" aria-label={t('queue.removeFilter', { name: label })} onClick={onRemove}><CloseOutlined /></button>
    </span>
  )
}

function SearchText({ value, onChange }: { value: string | undefined; onChange: (text: string | undefined) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(value ?? '')
  const send = () => onChange(text.trim() || undefined)
  return <Input style={{ flex: '1 1 190px', maxWidth: 270 }} allowClear placeholder={t('queue.textPlaceholder')} aria-label={t('queue.text')} value={text} onChange={(event) => setText(event.target.value)} onPressEnter={send} onBlur={send} onClear={() => onChange(undefined)} data-testid="filter-text" />
}

function UnitSelect({ value, onChange }: { value: string | undefined; onChange: (code: string | undefined) => void }) {
  const { t } = useTranslation()
  const units = useQuery(unitsQuery).data ?? []
  return (
    <Select
      showSearch={{ filterOption: (typed, option) => fold(option?.label ?? '').includes(fold(typed)) }} allowClear style={{ minWidth: 150 }} popupMatchSelectWidth={320} aria-label={t('queue.organization')} placeholder={t('queue.anyUnit')} value={value}
      onChange={onChange} options={units.map((unit) => ({ value: unit.code, label: unit.name }))} data-testid="filter-organization"
    />
  )
}
