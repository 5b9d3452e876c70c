import { useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { runIsOver, type Run } from '@/lib/api-types'
import { useResumeRun, useRollBack, useStopRun, type RunStop } from '@/lib/playbook-runs'
import { useCan } from '@/lib/session'

/** What may be done with a run as a whole, in its present state. */
export function RunButtons({ run }: { run: Run }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const navigate = useNavigate()
  const mayRun = useCan('INCIDENT_COORDINATE')
  const resume = useResumeRun()
  const back = useRollBack()
  const [stopping, setStopping] = useState<RunStop['act'] | null>(null)
  if (!mayRun) return null
  const fail = (error: Error) => void message.error(error.message)
  const rollBack = () =>
    void modal.confirm({
      title: t('run.rollBackTitle'), content: t('run.rollBackHint'), okText: t('run.rollBack'), cancelText: t('action.cancel'),
      onOk: () => back.mutate(run.id, { onError: fail, onSuccess: ({ runId }) => void navigate({ to: '/runs/$id', params: { id: runId } }) }),
    })
  return (
    <>
      {(run.state === 'RUNNING' || run.state === 'WAITING') && <Button onClick={() => setStopping('pause')} data-testid="run-pause">{t('run.pause')}</Button>}
      {run.state === 'PAUSED' && <Button type="primary" loading={resume.isPending} onClick={() => resume.mutate(run.id, { onError: fail })} data-testid="run-resume">{t('run.resume')}</Button>}
      {!runIsOver(run) && <Button danger onClick={() => setStopping('cancel')} data-testid="run-cancel">{t('playbook.cancel')}</Button>}
      {runIsOver(run) && run.origin.kind !== 'ROLLBACK' && <Button loading={back.isPending} onClick={rollBack} data-testid="run-rollback">{t('run.rollBack')}</Button>}
      {stopping && <StopDialog run={run} act={stopping} onClose={() => setStopping(null)} />}
    </>
  )
}

function StopDialog({ run, act, onClose }: { run: Run; act: RunStop['act']; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ reason: string }>()
  const stop = useStopRun()
  const label = act === 'pause' ? t('run.pause') : t('playbook.cancel')
  return (
    <Modal open title={act === 'pause' ? t('run.pauseTitle') : t('playbook.cancelTitle')} okText={label} okButtonProps={{ danger: act === 'cancel' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={stop.isPending} width={440}>
      {stop.error && <Notice tone="bad">{stop.error.message}</Notice>}
      {act === 'pause' && <p className="muted">{t('run.pauseHint')}</p>}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ reason }) => stop.mutate({ id: run.id, act, reason }, { onSuccess: onClose })}>
        <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input.TextArea rows={2} autoFocus data-testid="stop-reason" /></Form.Item>
      </Form>
    </Modal>
  )
}
