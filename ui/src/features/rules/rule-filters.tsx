import { Button, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { LEVELS } from '@/lib/api-types'
import { fold } from '@/lib/format'
import { RULE_STATES, VERDICTS, type RuleList } from '@/lib/rule-types'
import { isFiltered, tacticWords, type RulesSearch } from './rules-search'

type Props = { list: RuleList | undefined; search: RulesSearch; onChange: (change: Partial<RulesSearch>) => void }
const search = { filterOption: (typed: string, option?: { label: string }) => fold(option?.label ?? '').includes(fold(typed)) }
export const NO_FILTER: Partial<RulesSearch> = { text: undefined, state: undefined, level: undefined, tactic: undefined, technique: undefined, source: undefined, verdict: undefined, set: undefined }

/** Every choice comes from the rules that are there, except states and levels, which are fixed. */
export function RuleFilters({ list, search: chosen, onChange }: Props) {
  const { t } = useTranslation()
  const tactics = Object.entries(list?.tactics ?? {}).map(([value, name]) => ({ value, label: name === value ? tacticWords(value) : name }))
  const sources = choices(list?.logsources)
  const sets = choices(list?.sets)
  return (
    <div className="row-wrap" role="group" aria-label={t('queue.filters')}>
      <Input.Search key={chosen.text} allowClear style={{ flex: '1 1 200px', maxWidth: 300 }} defaultValue={chosen.text} placeholder={t('rules.textPlaceholder')} aria-label={t('rules.textPlaceholder')} onSearch={(text) => onChange({ text: text || undefined })} data-testid="rule-text" />
      <Select allowClear style={{ minWidth: 124 }} aria-label={t('queue.state')} placeholder={t('queue.anyState')} value={chosen.state} onChange={(state) => onChange({ state })} options={RULE_STATES.map((value) => ({ value, label: t(`ruleState.${value}`) }))} data-testid="rule-filter-state" />
      <Select allowClear style={{ minWidth: 118 }} aria-label={t('queue.level')} placeholder={t('queue.anyLevel')} value={chosen.level} onChange={(level) => onChange({ level })} options={LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))} data-testid="rule-filter-level" />
      <Select allowClear showSearch={search} style={{ minWidth: 148 }} popupMatchSelectWidth={280} aria-label={t('rules.tactic')} placeholder={t('rules.anyTactic')} value={chosen.tactic} onChange={(tactic) => onChange({ tactic, technique: undefined })} options={tactics} data-testid="rule-filter-tactic" />
      <Select allowClear showSearch={search} style={{ minWidth: 138 }} popupMatchSelectWidth={300} aria-label={t('rules.logsource')} placeholder={t('rules.anySource')} value={chosen.source} onChange={(source) => onChange({ source })} options={sources} data-testid="rule-filter-source" />
      <Select allowClear style={{ minWidth: 138 }} popupMatchSelectWidth={false} aria-label={t('rules.canFire')} placeholder={t('rules.anyReach')} value={chosen.verdict} onChange={(verdict) => onChange({ verdict })} options={VERDICTS.map((value) => ({ value, label: t(`verdict.${value}`) }))} data-testid="rule-filter-verdict" />
      {sets.length > 0 && <Select allowClear style={{ minWidth: 118 }} aria-label={t('rules.set')} placeholder={t('rules.anySet')} value={chosen.set} onChange={(set) => onChange({ set })} options={sets} data-testid="rule-filter-set" />}
      {chosen.technique && <span className="pill pill-now">{chosen.technique}</span>}
      {isFiltered(chosen) && <Button type="link" onClick={() => onChange(NO_FILTER)} data-testid="rule-filter-reset">{t('queue.reset')}</Button>}
    </div>
  )
}

const choices = (values: string[] = []) => values.map((value) => ({ value, label: value }))
