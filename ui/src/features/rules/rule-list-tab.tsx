import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/data-table'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { useRowKeys } from '@/components/ui/use-row-keys'
import { number } from '@/lib/format'
import { RULE_STATES, VERDICTS, type RuleList, type Verdict } from '@/lib/rule-types'
import { coverageQuery, precisionQuery } from './api/get-rules'
import { RejectedRules } from './rejected-rules'
import { ruleColumns, type RuleLine } from './rule-columns'
import { NO_FILTER, RuleFilters } from './rule-filters'
import { isFiltered, matches, type RulesSearch } from './rules-search'

type Props = { rules: UseQueryResult<RuleList>; search: RulesSearch; onChange: (change: Partial<RulesSearch>) => void }
const keyOf = (rule: RuleLine) => rule.id
const CHUNK = 200

/** All rules at once is thousands: the filter sees them all, the table draws them in chunks. */
export function RuleListTab({ rules, search, onChange }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const coverage = useQuery(coverageQuery).data
  const precision = useQuery(precisionQuery).data
  const [limit, setLimit] = useState(CHUNK)
  const lines = useMemo(() => {
    const reach = new Map(coverage?.rules.map((each) => [each.ruleId, each]))
    const judged = new Map(precision?.map((each) => [each.ruleId, each]))
    return (rules.data?.items ?? []).map((rule): RuleLine => ({ ...rule, reach: reach.get(rule.id), precision: judged.get(rule.id) }))
  }, [rules.data, coverage, precision])
  const found = useMemo(() => lines.filter((line) => matches(line, search, line.reach?.verdict)), [lines, search])
  const shown = found.slice(0, limit)
  const columns = useMemo(() => ruleColumns(t), [t])
  const open = (rule: RuleLine) => void navigate({ to: '/rules/$id', params: { id: rule.id } })
  const { activeKey } = useRowKeys(shown, keyOf, open)
  return (
    <>
      <RuleFilters rules={lines} coverage={coverage} search={search} onChange={onChange} />
      <RuleCounts lines={lines} search={search} onChange={onChange} />
      <div className="split">
        <div className="split-main">
          <div className="table-box" style={{ flex: 1 }}>
            <QueryView query={rules}>
              {({ items, rejected }) => (
                <>
                  {rejected.length > 0 && !isFiltered(search) && <RejectedRules rejected={rejected} />}
                  {items.length === 0 && <PageState title={t('rules.none')} testId="state-empty">{t('rules.noneHint')}</PageState>}
                  {items.length > 0 && found.length === 0 && <PageState title={t('rules.noMatch')} testId="state-no-match" action={<Button onClick={() => onChange(NO_FILTER)}>{t('queue.reset')}</Button>} />}
                  {shown.length > 0 && <DataTable label={t('rules.title')} testId="rule-table" columns={columns} rows={shown} rowKey={keyOf} rowClass={(rule) => `edge-${rule.level} alert-row`} activeKey={activeKey} onOpen={open} />}
                  {found.length > shown.length && <div className="row center-row"><Button onClick={() => setLimit(limit + CHUNK)} data-testid="load-more">{t('queue.loadMore', { shown: number(shown.length), total: number(found.length) })}</Button></div>}
                </>
              )}
            </QueryView>
          </div>
        </div>
      </div>
    </>
  )
}

/** How many stand in each state, and how many can fire; each is a filter. */
function RuleCounts({ lines, search, onChange }: { lines: RuleLine[]; search: RulesSearch; onChange: Props['onChange'] }) {
  const { t } = useTranslation()
  const inState = (state: string) => lines.filter((line) => line.state === state).length
  const running = lines.filter(({ state }) => state === 'ENABLED')
  const standing = (verdict: Verdict) => running.filter((line) => line.reach?.verdict === verdict).length
  return (
    <div className="card strip" data-testid="rule-counts">
      {RULE_STATES.map((state) => (
        <button key={state} type="button" className="strip-item" aria-pressed={search.state === state && !search.verdict} onClick={() => onChange({ state: search.state === state && !search.verdict ? undefined : state, verdict: undefined })}>
          {t(`ruleState.${state}`)} <b>{number(inState(state))}</b>
        </button>
      ))}
      <span className="faint" aria-hidden="true">|</span>
      <span className="faint">{t('rules.ofEnabled')}</span>
      {VERDICTS.map((verdict) => (
        <button key={verdict} type="button" className="strip-item" aria-pressed={search.verdict === verdict} onClick={() => onChange(search.verdict === verdict ? { verdict: undefined, state: undefined } : { verdict, state: 'ENABLED' })}>
          {t(`verdict.${verdict}`)} <b className={verdict === 'FIRES' ? 'tone-ok' : verdict === 'FIELD_NEVER_SEEN' ? 'tone-warn' : ''}>{number(standing(verdict))}</b>
        </button>
      ))}
    </div>
  )
}
