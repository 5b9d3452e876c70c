import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { Page } from '@/components/ui/page'
import { ComplianceTab } from './compliance-tab'
import { FormsTab } from './forms-tab'
import { IssuedTab } from './issued-tab'
import { PeriodTab } from './period-tab'
import { TimesTab } from './times-tab'

const TABS = ['issued', 'forms', 'period', 'compliance', 'times'] as const
const route = getRouteApi('/shell/reports')

export function ReportsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const tab = TABS.find((each) => each === search.tab) ?? 'issued'
  return (
    <Page title={t('report.page')} testId="page-reports">
      <Tabs activeKey={tab} onChange={(key) => void navigate({ to: '/reports', search: { tab: key === 'issued' ? undefined : key }, replace: true })} items={TABS.map((key) => ({ key, label: <span data-testid={`tab-${key}`}>{t(`report.tab.${key}`)}</span> }))} />
      {tab === 'issued' && <IssuedTab />}
      {tab === 'forms' && <FormsTab />}
      {tab === 'period' && <PeriodTab />}
      {tab === 'compliance' && <ComplianceTab />}
      {tab === 'times' && <TimesTab />}
    </Page>
  )
}
