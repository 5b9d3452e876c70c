import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Page } from '@/components/ui/page'
import { ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { Pill } from '@/components/ui/pill'
import { RunStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import { RunButtons } from '@/components/work/run-buttons'
import { type Run, type StepState } from '@/lib/api-types'
import { useKeys } from '@/lib/keyboard'
import { runPlaybookQuery, runQuery } from '@/lib/playbook-runs'
import { useLiveRun } from './api/live-runs'
import { readFlow } from './flow'
import { RunSteps } from './run-steps'
import './playbooks.css'

const WorkflowDiagram = lazy(() => import('./workflow-diagram').then((module) => ({ default: module.WorkflowDiagram })))
const route = getRouteApi('/shell/runs/$id')

export function RunPage() {
  const { id } = route.useParams()
  const query = useQuery(runQuery(id))
  const live = useLiveRun(id)
  if (query.data === undefined) return query.error ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : <div className="page"><SkeletonRows /></div>
  return <Shown key={id} run={query.data} live={live} updatedAt={query.dataUpdatedAt} />
}

/** The state in which a step was seen last; a step in a loop is seen several times. */
function statesOf(run: Run): ReadonlyMap<string, StepState> {
  return new Map(run.steps.map(({ stepId, state }) => [stepId, state]))
}

function Shown({ run, live, updatedAt }: { run: Run; live: boolean; updatedAt: number }) {
  const { t } = useTranslation()
  const document = useQuery(runPlaybookQuery(run.id))
  const flow = useMemo(() => (document.data === undefined ? null : readFlow(document.data)), [document.data])
  const states = useMemo(() => statesOf(run), [run])
  const [chosen, setChosen] = useState<string | null>(null)
  const move = (by: number) => {
    const at = run.steps.findIndex(({ stepId }) => stepId === chosen)
    setChosen(run.steps[Math.min(run.steps.length - 1, Math.max(0, at + by))]?.stepId ?? null)
  }
  useKeys({ j: () => move(1), k: () => move(-1) })
  return (
    <Page title={run.playbookName} updatedAt={updatedAt} fill testId="page-run" actions={<RunButtons run={run} />}>
      <div className="row-wrap">
        <RunStatePill state={run.state} />
        <Pill tone={live ? 'ok' : 'warn'}>{t(live ? 'run.live' : 'run.notLive')}</Pill>
        <Link to="/incidents/$id" params={{ id: run.incidentId }} search={{ tab: 'playbooks' }}>{run.incidentId}</Link>
        <span className="faint">{t('run.startedBy', { who: run.startedBy })} · <Moment at={run.startedAt} />{run.endedAt && <> → <Moment at={run.endedAt} /></>}</span>
        {run.origin.kind !== 'START' && <span className="faint">{t(`run.kind.${run.origin.kind}`)} {(run.origin.of ?? run.origin.parent) && <Link to="/runs/$id" params={{ id: run.origin.of ?? run.origin.parent ?? '' }}>{t('run.origin')}</Link>}</span>}
      </div>
      {run.problem && <Notice tone={run.state === 'FAILED' ? 'bad' : 'warn'}>{run.problem}</Notice>}
      <div className="split">
        <div className="split-main">
          {document.error && <ProblemState error={document.error} onRetry={() => void document.refetch()} />}
          {flow ? <Suspense fallback={<SkeletonRows />}><WorkflowDiagram flow={flow} states={states} chosen={chosen} onChoose={setChosen} /></Suspense> : !document.error && <SkeletonRows />}
        </div>
        <aside className="flow-side"><RunSteps run={run} chosen={chosen} onChoose={setChosen} /></aside>
      </div>
    </Page>
  )
}
