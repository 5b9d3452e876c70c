import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import type { Plan, Snapshot } from '@/lib/api-types'
import { useAsk } from './api/get-backups'

/** Asks for the deletion of one snapshot from one target; another person must agree. */
export function ForgetDialog({ plan, snapshot, onClose }: { plan: Plan; snapshot: Snapshot; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ target: string; reason: string }>()
  const ask = useAsk()
  const first = plan.targets.find((target) => target.first)?.name
  return (
    <Modal open title={t('approval.forgetTitle', { id: snapshot.id.slice(0, 8) })} okText={t('approval.ask')} okButtonProps={{ danger: true, 'data-testid': 'forget-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={ask.isPending} width={520}>
      <div className="stack">
        <Notice tone="warn">{t('approval.forgetHint')}</Notice>
        {ask.error && <Notice tone="bad">{ask.error.message}</Notice>}
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ target: first }} onFinish={({ target, reason }) => ask.mutate({ planId: plan.id, action: 'FORGET', target, snapshots: [snapshot.id], reason: reason.trim() }, { onSuccess: onClose })}>
          <Form.Item name="target" label={t('backups.target')}><Select options={plan.targets.map(({ name }) => ({ value: name, label: name }))} /></Form.Item>
          <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input.TextArea rows={2} maxLength={2000} autoFocus data-testid="forget-reason" /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
