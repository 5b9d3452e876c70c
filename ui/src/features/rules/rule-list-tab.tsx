import { useQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/data-table'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { useRowKeys } from '@/components/ui/use-row-keys'
import { number } from '@/lib/format'
import { RULE_ORDERS, RULE_STATES, VERDICTS, type RuleList } from '@/lib/rule-types'
import { precisionQuery } from './api/get-rules'
import { RejectedRules } from './rejected-rules'
import { ruleColumns, type RuleLine } from './rule-columns'
import { NO_FILTER, RuleFilters } from './rule-filters'
import { isFiltered, type RulesSearch } from './rules-search'

type Props = { rules: UseInfiniteQueryResult<InfiniteData<RuleList>>; search: RulesSearch; onChange: (change: Partial<RulesSearch>) => void }
const keyOf = (rule: RuleLine) => rule.id

/** Thousands of rules: the server filters and sorts them and gives a page at a time. */
export function RuleListTab({ rules, search, onChange }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const precision = useQuery(precisionQuery).data
  const first = rules.data?.pages[0]
  const lines = useMemo(() => {
    const judged = new Map(precision?.map((each) => [each.ruleId, each]))
    return (rules.data?.pages ?? []).flatMap(({ items }) => items.map((rule): RuleLine => ({ ...rule, precision: judged.get(rule.id) })))
  }, [rules.data, precision])
  const columns = useMemo(() => ruleColumns(t), [t])
  const open = (rule: RuleLine) => void navigate({ to: '/rules/$id', params: { id: rule.id } })
  const { activeKey } = useRowKeys(lines, keyOf, open)
  const sort = search.sort ? { key: search.sort, down: search.down ?? false } : null
  return (
    <>
      <RuleFilters list={first} search={search} onChange={onChange} />
      <RuleCounts list={first} search={search} onChange={onChange} />
      <div className="split">
        <div className="split-main">
          <div className="table-box" style={{ flex: 1 }}>
            {!first && (rules.error ? <ProblemState error={rules.error} onRetry={() => void rules.refetch()} /> : <SkeletonRows />)}
            {first && first.rejected.length > 0 && !isFiltered(search) && <RejectedRules rejected={first.rejected} />}
            {first?.all === 0 && <PageState title={t('rules.none')} testId="state-empty">{t('rules.noneHint')}</PageState>}
            {first && first.all > 0 && first.total === 0 && <PageState title={t('rules.noMatch')} testId="state-no-match" action={<Button onClick={() => onChange(NO_FILTER)}>{t('queue.reset')}</Button>} />}
            {lines.length > 0 && <DataTable label={t('rules.title')} testId="rule-table" columns={columns} rows={lines} rowKey={keyOf} rowClass={(rule) => `edge-${rule.level} alert-row`} activeKey={activeKey} onOpen={open} sort={sort} onSort={(next) => onChange({ sort: RULE_ORDERS.find((order) => order === next?.key), down: next?.down || undefined })} />}
            {first && rules.hasNextPage && <div className="row center-row"><Button loading={rules.isFetchingNextPage} onClick={() => void rules.fetchNextPage()} data-testid="load-more">{t('queue.loadMore', { shown: number(lines.length), total: number(first.total) })}</Button></div>}
          </div>
        </div>
      </div>
    </>
  )
}

/** How many stand in each state, and how many can fire; each is a filter. */
function RuleCounts({ list, search, onChange }: { list: RuleList | undefined; search: RulesSearch; onChange: Props['onChange'] }) {
  const { t } = useTranslation()
  return (
    <div className="card strip" data-testid="rule-counts">
      {RULE_STATES.map((state) => (
        <button key={state} type="button" className="strip-item" aria-pressed={search.state === state && !search.verdict} onClick={() => onChange({ state: search.state === state && !search.verdict ? undefined : state, verdict: undefined })}>
          {t(`ruleState.${state}`)} <b>{number(list?.states[state] ?? 0)}</b>
        </button>
      ))}
      <span className="faint" aria-hidden="true">|</span>
      <span className="faint">{t('rules.ofEnabled')}</span>
      {VERDICTS.map((verdict) => (
        <button key={verdict} type="button" className="strip-item" aria-pressed={search.verdict === verdict} onClick={() => onChange(search.verdict === verdict ? { verdict: undefined, state: undefined } : { verdict, state: 'ENABLED' })}>
          {t(`verdict.${verdict}`)} <b className={verdict === 'FIRES' ? 'tone-ok' : verdict === 'FIELD_NEVER_SEEN' ? 'tone-warn' : ''}>{number(list?.verdicts[verdict] ?? 0)}</b>
        </button>
      ))}
    </div>
  )
}
