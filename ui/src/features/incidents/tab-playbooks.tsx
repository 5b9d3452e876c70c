import { PlayCircleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { RunStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import { DryRunDialog } from '@/components/work/dry-run-dialog'
import { PlaybookList } from '@/components/work/playbook-list'
import { RunButtons } from '@/components/work/run-buttons'
import { RunStepItem } from '@/components/work/run-step'
import { StartValues } from '@/components/work/start-values'
import type { IncidentDetail, Playbook, Run } from '@/lib/api-types'
import { useKeys } from '@/lib/keyboard'
import { useCan } from '@/lib/session'
import { useStartRun } from './api/change-incident'

export function PlaybooksTab({ detail }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const mayRun = useCan('INCIDENT_COORDINATE')
  const [choosing, setChoosing] = useState(false)
  useKeys(mayRun ? { p: () => setChoosing(true) } : {})
  const { runs, incident } = detail
  return (
    <>
      {mayRun && <div className="row"><Button type="primary" icon={<PlayCircleOutlined />} onClick={() => setChoosing(true)} data-testid="playbook-start">{t('playbook.start')}</Button></div>}
      {runs.length === 0 && <div className="card"><PageState title={t('playbook.noRuns')}>{t('playbook.noRunsHint')}</PageState></div>}
      {runs.map((run) => <RunCard key={run.id} run={run} detail={detail} />)}
      {choosing && <StartDialog incidentId={incident.id} category={incident.category} onClose={() => setChoosing(false)} />}
    </>
  )
}

function RunCard({ run, detail }: { run: Run; detail: IncidentDetail }) {
  const { t } = useTranslation()
  return (
    <Card
      title={run.playbookName} body={false} testId={`run-${run.id}`}
      extra={<><span className="faint">{run.startedBy} · <Moment at={run.startedAt} /></span><RunStatePill state={run.state} /><Link to="/runs/$id" params={{ id: run.id }} data-testid={`open-run-${run.id}`}>{t('run.open')}</Link><RunButtons run={run} /></>}
    >
      <ol>
        {run.steps.map((step, index) => <RunStepItem key={step.id} step={step} index={index} task={detail.tasks.find(({ id }) => id === step.taskId)} />)}
      </ol>
    </Card>
  )
}

function StartDialog({ incidentId, category, onClose }: { incidentId: string; category: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const start = useStartRun(incidentId)
  const [tried, setTried] = useState<Playbook | null>(null)
  const [asked, setAsked] = useState<Playbook | null>(null)
  const run = (playbook: Playbook, variables?: Record<string, string>) =>
    start.mutate({ playbookId: playbook.id, variables }, { onSuccess: () => { void message.success(t('playbook.started', { name: playbook.name })); onClose() } })
  const choose = (playbook: Playbook) => (playbook.inputs.length > 0 ? setAsked(playbook) : run(playbook))
  const back = () => { start.reset(); setAsked(null) }
  return (
    <Modal open title={asked ? t('playbook.values', { name: asked.name }) : t('playbook.start')} footer={null} onCancel={onClose} width={640}>
      {start.error && <Notice tone="bad">{start.error.message}</Notice>}
      {asked
        ? <StartValues playbook={asked} label={t('playbook.run')} busy={start.isPending} onSubmit={(values) => run(asked, values)} onBack={back} />
        : <PlaybookList category={category} label={t('playbook.run')} busyId={start.isPending ? start.variables.playbookId : undefined} onChoose={choose} onTry={setTried} />}
      {tried && <DryRunDialog playbook={tried} onClose={() => setTried(null)} />}
    </Modal>
  )
}
