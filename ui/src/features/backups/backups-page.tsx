import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { Page } from '@/components/ui/page'
import { drillsQuery, plansQuery } from './api/get-backups'
import { DrillsTab } from './drills-tab'
import { PlansTab } from './plans-tab'

const route = getRouteApi('/shell/backups')

export function BackupsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { tab } = route.useSearch()
  const plans = useQuery(plansQuery)
  const drills = useQuery(drillsQuery)
  return (
    <Page title={t('backups.title')} updatedAt={plans.dataUpdatedAt} testId="page-backups">
      <Tabs
        activeKey={tab === 'drills' ? 'drills' : 'plans'} onChange={(key) => void navigate({ to: '/backups', search: { tab: key === 'drills' ? key : undefined }, replace: true })}
        items={[
          { key: 'plans', label: <span className="row" style={{ gap: 6 }}>{t('backups.plans')} <span className="count">{plans.data?.length ?? '–'}</span></span> },
          { key: 'drills', label: <span className="row" style={{ gap: 6 }}>{t('backups.drills')} <span className="count">{drills.data?.length ?? '–'}</span></span> },
        ]}
      />
      {tab === 'drills' ? <DrillsTab drills={drills} /> : <PlansTab plans={plans} />}
    </Page>
  )
}
