import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { JsonView } from '@/components/ui/json-view'
import { Page } from '@/components/ui/page'
import { ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { Pill } from '@/components/ui/pill'
import { DryRunDialog } from '@/components/work/dry-run-dialog'
import type { PlaybookDetail } from '@/lib/api-types'
import { useKeys } from '@/lib/keyboard'
import { useCan } from '@/lib/session'
import { playbookQuery } from './api/get-playbooks'
import { readFlow } from './flow'
import { FlowList } from './flow-list'
import { ImportReport } from './import-report'
import './playbooks.css'

const WorkflowDiagram = lazy(() => import('./workflow-diagram').then((module) => ({ default: module.WorkflowDiagram })))
const route = getRouteApi('/shell/playbooks/$id')

export function PlaybookPage() {
  const query = useQuery(playbookQuery(route.useParams().id))
  if (query.data === undefined) return query.error ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : <div className="page"><SkeletonRows /></div>
  return <Shown key={query.data.id} playbook={query.data} />
}

function Shown({ playbook }: { playbook: PlaybookDetail }) {
  const { t } = useTranslation()
  const mayRun = useCan('INCIDENT_COORDINATE')
  const [trying, setTrying] = useState(false)
  const flow = useMemo(() => readFlow(playbook.cacao), [playbook.cacao])
  const [chosen, setChosen] = useState<string | null>(null)
  const move = (by: number) => setChosen((now) => flow.steps[Math.min(flow.steps.length - 1, Math.max(0, flow.steps.findIndex(({ id }) => id === now) + by))]?.id ?? null)
  useKeys({ j: () => move(1), k: () => move(-1), ...(mayRun && playbook.canRun ? { p: () => setTrying(true) } : {}) })
  const actions = (
    <>
      {!playbook.problems.some(({ code }) => code === 'literal-secret') && (
        <Button icon={<DownloadOutlined />} href={`/api/playbooks/${encodeURIComponent(playbook.id)}/file`} download data-testid="playbook-file">{t('playbooks.file')}</Button>
      )}
      {mayRun && <Button type="primary" disabled={!playbook.canRun} onClick={() => setTrying(true)} data-testid="playbook-try">{t('dryRun.action')}</Button>}
    </>
  )
  return (
    <Page title={playbook.name} fill testId="page-playbook" actions={actions}>
      <div className="stack-s">
        <p className="muted">{playbook.description}</p>
        <div className="row-wrap faint">
          <Link to="/playbooks">{t('playbooks.page')}</Link>
          <Pill tone={playbook.canRun ? 'ok' : 'bad'}>{t(playbook.canRun ? 'playbooks.runs' : 'playbooks.cannotRun')}</Pill>
          <span>{playbook.categories.map((code) => t(`category.${code}`, { defaultValue: code })).join(', ')}</span>
          <span>{t('playbook.steps', { count: playbook.steps })}</span><code className="mono">{playbook.version}</code><code className="mono">{playbook.id}</code>
        </div>
      </div>
      <div className="split">
        <Suspense fallback={<div className="split-main"><SkeletonRows /></div>}><div className="split-main"><WorkflowDiagram flow={flow} chosen={chosen} onChoose={setChosen} /></div></Suspense>
        <aside className="flow-side">
          <Tabs
            items={[
              { key: 'steps', label: <TabName name={t('playbooks.stepList')} count={flow.steps.length} />, children: <FlowList flow={flow} chosen={chosen} onChoose={setChosen} /> },
              { key: 'report', label: <span data-testid="tab-report"><TabName name={t('playbooks.report')} count={playbook.problems.length} /></span>, children: <ImportReport problems={playbook.problems} /> },
              { key: 'cacao', label: 'CACAO', children: <div className="card-body"><JsonView value={playbook.cacao} /></div> },
            ]}
          />
        </aside>
      </div>
      {trying && <DryRunDialog playbook={playbook} onClose={() => setTrying(false)} />}
    </Page>
  )
}

function TabName({ name, count }: { name: string; count: number }) {
  return <span className="row" style={{ gap: 6 }}>{name}<span className="count">{count}</span></span>
}
