import { PlayCircleOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { RunStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import { PlaybookList } from '@/components/work/playbook-list'
import type { IncidentDetail, Playbook, Run } from '@/lib/api-types'
import { useKeys } from '@/lib/keyboard'
import { useCan } from '@/lib/session'
import { useCancelRun, useStartRun } from './api/change-incident'
import { DryRunDialog } from './dry-run-dialog'
import { RunStepItem } from './run-step'

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
  const mayRun = useCan('INCIDENT_COORDINATE')
  const [cancelling, setCancelling] = useState(false)
  const running = run.state === 'RUNNING' || run.state === 'WAITING'
  return (
    <Card
      title={run.playbookName} body={false} testId={`run-${run.id}`}
      extra={<><span className="faint">{run.startedBy} · <Moment at={run.startedAt} /></span><RunStatePill state={run.state} />{running && mayRun && <Button danger type="text" onClick={() => setCancelling(true)}>{t('playbook.cancel')}</Button>}</>}
    >
      <ol>
        {run.steps.map((step, index) => <RunStepItem key={step.id} step={step} index={index} task={detail.tasks.find(({ id }) => id === step.taskId)} />)}
      </ol>
      {cancelling && <CancelDialog incidentId={detail.incident.id} run={run} onClose={() => setCancelling(false)} />}
    </Card>
  )
}

function StartDialog({ incidentId, category, onClose }: { incidentId: string; category: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const start = useStartRun(incidentId)
  const [tried, setTried] = useState<Playbook | null>(null)
  const run = (playbook: Playbook) => start.mutate(playbook.id, { onSuccess: () => { void message.success(t('playbook.started', { name: playbook.name })); onClose() } })
  return (
    <Modal open title={t('playbook.start')} footer={null} onCancel={onClose} width={640}>
      {start.error && <Notice tone="bad">{start.error.message}</Notice>}
      <PlaybookList category={category} label={t('playbook.run')} busyId={start.isPending ? start.variables : undefined} onChoose={run} onTry={setTried} />
      {tried && <DryRunDialog playbook={tried} onClose={() => setTried(null)} />}
    </Modal>
  )
}

function CancelDialog({ incidentId, run, onClose }: { incidentId: string; run: Run; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ reason: string }>()
  const cancel = useCancelRun(incidentId)
  return (
    <Modal open title={t('playbook.cancelTitle')} okText={t('playbook.cancel')} okButtonProps={{ danger: true }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={cancel.isPending} width={440}>
      {cancel.error && <Notice tone="bad">{cancel.error.message}</Notice>}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ reason }) => cancel.mutate({ runId: run.id, reason }, { onSuccess: onClose })}>
        <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input.TextArea rows={2} autoFocus /></Form.Item>
      </Form>
    </Modal>
  )
}
