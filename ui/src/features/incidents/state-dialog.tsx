import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons'
import { Form, Input, Modal, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { ProblemError } from '@/lib/api-client'
import type { Incident } from '@/lib/api-types'
import { useMoveIncident, type Move } from './api/change-incident'

/** Changes the state; says before and after the try what still stands in the way. */
export function StateDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Move>()
  const move = useMoveIncident(incident.id)
  const to = Form.useWatch('to', form)
  const chosen = incident.allowedMoves.find((each) => each.to === to)
  const problem = move.error instanceof ProblemError ? move.error : null
  const submit = ({ to: next, reason, ...more }: Move) => move.mutate({ to: next, reason: reason.trim(), reviewer: filled(more.reviewer), backupPoint: filled(more.backupPoint), mergeInto: filled(more.mergeInto) }, { onSuccess: onClose })
  return (
    <Modal open title={t('incident.moveTitle', { id: incident.id })} okText={t('incident.move')} okButtonProps={{ 'data-testid': 'move-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={move.isPending} width={580}>
      <div className="stack">
        {problem && (
          <Notice tone="bad" testId="gate-problem">
            <p>{problem.message}</p>
            {problem.missing.length > 0 && <Needs items={problem.missing} />}
          </Notice>
        )}
        <Form<Move> form={form} layout="vertical" requiredMark={false} onFinish={submit} onValuesChange={() => move.isError && move.reset()}>
          <Form.Item name="to" label={t('incident.from', { state: t(`incidentState.${incident.state}`) })} rules={[{ required: true, message: t('incident.chooseState') }]}>
            <Radio.Group style={{ display: 'grid', gap: 8 }}>
              {incident.allowedMoves.map(({ to: state, needs }) => (
                <Radio key={state} value={state} data-testid={`move-${state}`}>
                  {t(`incidentState.${state}`)} {needs.length > 0 ? <span className="tone-warn">{t('incident.needs', { count: needs.length })}</span> : <span className="tone-ok"><CheckCircleOutlined /> {t('incident.ready')}</span>}
                </Radio>
              ))}
            </Radio.Group>
          </Form.Item>
          {chosen && chosen.needs.length > 0 && <div style={{ marginBottom: 14 }}><Notice tone="warn" testId="gate-needs"><p>{t('incident.needsFirst')}</p><Needs items={chosen.needs} /></Notice></div>}
          {to === 'DA_DONG' && (
            <Form.Item name="reviewer" label={t('incident.reviewer')} extra={t('incident.reviewerHint')}>
              <Input autoComplete="off" data-testid="move-reviewer" />
            </Form.Item>
          )}
          {to === 'PHUC_HOI' && (
            <Form.Item name="backupPoint" label={t('incident.backupPoint')} extra={t('incident.backupPointHint')}>
              <Input autoComplete="off" className="mono" data-testid="move-backup-point" />
            </Form.Item>
          )}
          {to === 'GOP_VAO' && (
            <Form.Item name="mergeInto" label={t('incident.mergeInto')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
              <Input autoComplete="off" placeholder="SC-2026-001" data-testid="move-merge-into" />
            </Form.Item>
          )}
          <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input.TextArea rows={2} maxLength={2000} data-testid="move-reason" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}

const filled = (text: string | undefined) => text?.trim() || undefined

function Needs({ items }: { items: string[] }) {
  return (
    <ul>
      {items.map((item) => <li key={item}><CloseCircleOutlined /> {item}</li>)}
    </ul>
  )
}
