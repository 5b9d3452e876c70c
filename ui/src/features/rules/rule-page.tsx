import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { useKeys } from '@/lib/keyboard'
import type { RuleDetail } from '@/lib/rule-types'
import { ruleQuery } from './api/get-rules'
import { RuleHeader } from './rule-header'
import { RULE_TABS, type RuleSearch, type RuleTab } from './rules-search'
import { AboutTab } from './tab-about'
import { BacktestTab } from './tab-backtest'
import { NoiseTab } from './tab-noise'
import { TextTab } from './tab-text'
import { VersionsTab } from './tab-versions'
import './rules.css'

const route = getRouteApi('/shell/rules/$id')

/** One rule and its whole life: what it looks for, its text and tests, its versions, its noise, its back-tests. */
export function RulePage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { id } = route.useParams()
  const search = route.useSearch()
  const { tab = 'about' } = search
  const query = useQuery(ruleQuery(id))
  const go = (next: RuleSearch) => void navigate({ to: '/rules/$id', params: { id }, search: next, replace: true })
  useKeys({ Escape: () => void navigate({ to: '/rules' }) })
  if (query.data === undefined) return query.error ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : <div className="page"><SkeletonRows /></div>
  const rule = query.data
  return (
    <div className="rule" data-testid="page-rule">
      <RuleHeader rule={rule} />
      <Tabs className="rule-tabs" activeKey={tab} onChange={(key) => go({ tab: RULE_TABS.find((each) => each === key && each !== 'about') })} items={RULE_TABS.map((key) => ({ key, label: <span className="row" style={{ gap: 6 }} data-testid={`rule-tab-${key}`}>{t(`rules.ruleTab.${key}`)}{countOf(key, rule)}</span> }))} />
      <div className="rule-body">
        <TabBody tab={tab} rule={rule} search={search} onGo={go} />
      </div>
    </div>
  )
}

function countOf(tab: RuleTab, rule: RuleDetail) {
  const count = tab === 'versions' ? rule.current : tab === 'noise' && rule.exemptions > 0 ? rule.exemptions : undefined
  return count === undefined ? null : <span className="count">{count}</span>
}

function TabBody({ tab, rule, search, onGo }: { tab: RuleTab; rule: RuleDetail; search: RuleSearch; onGo: (next: RuleSearch) => void }) {
  switch (tab) {
    case 'about':
      return <AboutTab rule={rule} />
    case 'text':
      return <TextTab key={rule.current} rule={rule} />
    case 'versions':
      return <VersionsTab rule={rule} search={search} onGo={onGo} />
    case 'noise':
      return <NoiseTab rule={rule} />
    case 'backtest':
      return <BacktestTab rule={rule} search={search} onGo={onGo} />
  }
}
