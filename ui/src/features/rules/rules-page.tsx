import { ImportOutlined, PlusOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '@/components/ui/page'
import { exemptionsQuery, gapsQuery, rulesQuery } from './api/get-rules'
import { CoverageTab } from './coverage-tab'
import { ExemptionsTab } from './exemptions-tab'
import { GapsTab } from './gaps-tab'
import { ImportDialog } from './import-dialog'
import { RuleListTab } from './rule-list-tab'
import { RULES_TABS, type RulesSearch, type RulesTab } from './rules-search'
import { useMayEdit } from './use-may-edit'
import './rules.css'

const route = getRouteApi('/shell/rules')

/** Detection: the rules, what they must not report, what they cover, and when they did not look. */
export function RulesPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { tab = 'list', ...asked } = search
  const rules = useInfiniteQuery({ ...rulesQuery(asked), enabled: tab === 'list' })
  const mayEdit = useMayEdit()
  const [importing, setImporting] = useState(false)
  const change = (next: Partial<RulesSearch>) => void navigate({ to: '/rules', search: { ...search, ...next }, replace: true })
  const go = (next: RulesTab) => void navigate({ to: '/rules', search: { tab: next === 'list' ? undefined : next } })
  const actions = mayEdit && (
    <>
      <Button icon={<ImportOutlined />} onClick={() => setImporting(true)} data-testid="import-open">{t('rules.import')}</Button>
      <Link to="/rules/new"><Button type="primary" icon={<PlusOutlined />} data-testid="rule-new">{t('rules.new')}</Button></Link>
    </>
  )
  return (
    <Page title={t('rules.title')} count={rules.data?.pages[0]?.all} updatedAt={rules.dataUpdatedAt} actions={actions} fill testId="page-rules">
      <Tabs className="page-tabs" activeKey={tab} onChange={(key) => go(RULES_TABS.find((each) => each === key) ?? 'list')} items={RULES_TABS.map((key) => ({ key, label: <TabLabel tab={key} /> }))} />
      {tab === 'list' && <RuleListTab rules={rules} search={search} onChange={change} />}
      {tab === 'exemptions' && <ExemptionsTab />}
      {tab === 'coverage' && <CoverageTab />}
      {tab === 'gaps' && <GapsTab />}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </Page>
  )
}

/** What waits for somebody stands as a count at its tab. */
function TabLabel({ tab }: { tab: RulesTab }) {
  const { t } = useTranslation()
  const waiting = useQuery({ ...exemptionsQuery, enabled: tab === 'exemptions' }).data?.filter(({ status }) => status === 'PROPOSED').length
  const open = useQuery({ ...gapsQuery, enabled: tab === 'gaps' }).data?.open
  const count = tab === 'exemptions' ? waiting : tab === 'gaps' ? open : undefined
  return <span className="row" style={{ gap: 6 }} data-testid={`rules-tab-${tab}`}>{t(`rules.tab.${tab}`)}{count ? <span className="count">{count}</span> : null}</span>
}
