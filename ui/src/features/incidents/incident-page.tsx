import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { ProblemState, SkeletonRows } from '@/components/ui/page-state'
import type { IncidentDetail } from '@/lib/api-types'
import { incidentQuery } from './api/get-incidents'
import { FactsPanel } from './facts-panel'
import { IncidentHeader } from './incident-header'
import { TABS, type Tab } from './incident-search'
import { MergedIncident } from './merged-incident'
import { AlertsTab } from './tab-alerts'
import { EvidenceTab } from './tab-evidence'
import { NotesTab } from './tab-notes'
import { OverviewTab } from './tab-overview'
import { PlaybooksTab } from './tab-playbooks'
import { RecoveryTab } from './tab-recovery'
import { ReportsTab } from './tab-reports'
import { TasksTab } from './tab-tasks'
import { TimelineTab } from './tab-timeline'
import './incident.css'

const route = getRouteApi('/shell/incidents/$id')

export function IncidentPage() {
  const navigate = useNavigate()
  const { id } = route.useParams()
  const { tab = 'overview' } = route.useSearch()
  const query = useQuery(incidentQuery(id))
  const go = (next: Tab) => void navigate({ to: '/incidents/$id', params: { id }, search: { tab: next === 'overview' ? undefined : next }, replace: true })
  if (query.data === undefined) return query.error ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : <div className="page"><SkeletonRows /></div>
  const detail = query.data
  if (detail.incident.state === 'GOP_VAO') return <MergedIncident incident={detail.incident} />
  return (
    <div className="incident" data-testid="page-incident">
      <IncidentHeader detail={detail} />
      <div className="incident-body">
        <FactsPanel detail={detail} />
        <div className="incident-main">
          <Tabs activeKey={tab} onChange={(key) => go(TABS.find((each) => each === key) ?? 'overview')} items={TABS.map((key) => ({ key, label: <TabLabel tab={key} detail={detail} /> }))} />
          <div className="incident-tab">
            <TabBody tab={tab} detail={detail} onGo={go} />
          </div>
        </div>
      </div>
    </div>
  )
}

function countOf(tab: Tab, { timeline, tasks, runs, evidence, alerts, notes, reports }: IncidentDetail): number | undefined {
  const counts: Record<Tab, number | undefined> = {
    overview: undefined, timeline: timeline.length, tasks: tasks.length, playbooks: runs.length, evidence: evidence.length, alerts: alerts.length, notes: notes.length, recovery: undefined, reports: reports.length,
  }
  return counts[tab]
}

function TabLabel({ tab, detail }: { tab: Tab; detail: IncidentDetail }) {
  const { t } = useTranslation()
  const count = countOf(tab, detail)
  return <span className="row" style={{ gap: 6 }} data-testid={`tab-${tab}`}>{t(`incident.tab.${tab}`)}{count !== undefined && <span className="count">{count}</span>}</span>
}

function TabBody({ tab, detail, onGo }: { tab: Tab; detail: IncidentDetail; onGo: (tab: Tab) => void }) {
  switch (tab) {
    case 'overview':
      return <OverviewTab detail={detail} onGo={onGo} />
    case 'timeline':
      return <TimelineTab detail={detail} />
    case 'tasks':
      return <TasksTab detail={detail} />
    case 'playbooks':
      return <PlaybooksTab detail={detail} />
    case 'evidence':
      return <EvidenceTab detail={detail} />
    case 'alerts':
      return <AlertsTab detail={detail} />
    case 'notes':
      return <NotesTab detail={detail} />
    case 'recovery':
      return <RecoveryTab detail={detail} />
    case 'reports':
      return <ReportsTab detail={detail} />
  }
}
