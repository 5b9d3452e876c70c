import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ApprovalBox } from '@/components/work/approval-box'
import { RunStepItem } from '@/components/work/run-step'
import { api } from '@/lib/api-client'
import { runIsOver, type IncidentDetail, type Run, type RunStep } from '@/lib/api-types'
import { useRerun, type PendingApproval } from '@/lib/playbook-runs'
import { useCan } from '@/lib/session'

type Props = { run: Run; chosen: string | null; onChoose: (stepId: string) => void }

/** The steps in the order they were reached, each with what a person may do about it. */
export function RunSteps({ run, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const path = `/api/incidents/${encodeURIComponent(run.incidentId)}`
  const incident = useQuery({ queryKey: ['incident', run.incidentId], queryFn: ({ signal }) => api.get<IncidentDetail>(path, undefined, signal), refetchInterval: 20_000 })
  const waits = run.steps.some(({ state }) => state === 'WAITING_APPROVAL')
  const approvals = useQuery({ queryKey: ['approvals', run.incidentId], queryFn: ({ signal }) => api.get<PendingApproval[]>(`${path}/approvals`, undefined, signal), enabled: waits, refetchInterval: 10_000 })
  useEffect(() => {
    if (chosen) document.querySelector(`[data-step-row="${CSS.escape(chosen)}"]`)?.scrollIntoView?.({ block: 'nearest' })
  }, [chosen])
  return (
    <>
      <h2 className="flow-side-head">{t('run.steps')} <span className="count">{run.steps.length}</span></h2>
      <ol data-testid="run-steps">
        {run.steps.map((step, index) => (
          <RunStepItem key={step.id} step={step} index={index} chosen={step.stepId === chosen} onChoose={() => onChoose(step.stepId)} task={incident.data?.tasks.find(({ id }) => id === step.taskId)}>
            {step.state === 'WAITING_APPROVAL' && approvals.data?.filter((each) => each.runId === run.id && each.step === step.number).map((each) => <ApprovalBox key={each.digest} approval={each} where={false} />)}
            {step.state === 'UNKNOWN' && <span className="muted">{t('run.unknownHint')}</span>}
            {step.childRun && <Link to="/runs/$id" params={{ id: step.childRun }}>{t('run.child')}</Link>}
            {runIsOver(run) && run.origin.kind !== 'ROLLBACK' && <Rerun run={run} step={step} />}
          </RunStepItem>
        ))}
      </ol>
    </>
  )
}

function Rerun({ run, step }: { run: Run; step: RunStep }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const mayRun = useCan('INCIDENT_COORDINATE')
  const rerun = useRerun()
  if (!mayRun || step.type === 'start' || step.type === 'end') return null
  const go = () => rerun.mutate({ id: run.id, step: step.number }, { onError: (error) => void message.error(error.message), onSuccess: ({ runId }) => void navigate({ to: '/runs/$id', params: { id: runId } }) })
  return <div><Button size="small" type="text" loading={rerun.isPending} onClick={go} data-testid={`rerun-${step.number}`}>{t('run.rerun')}</Button></div>
}
