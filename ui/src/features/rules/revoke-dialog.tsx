import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import type { Exemption } from '@/lib/rule-types'
import { useRevokeExemption } from './api/change-rules'

export function RevokeDialog({ exemption, onClose }: { exemption: Exemption; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ reason: string }>()
  const revoke = useRevokeExemption()
  return (
    <Modal open title={t('exemption.revokeTitle')} okText={t('exemption.revoke')} okButtonProps={{ danger: true, 'data-testid': 'revoke-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={revoke.isPending} width={480}>
      <div className="stack">
        <p className="muted">{t('exemption.revokeHint')}</p>
        {revoke.error && <Notice tone="bad">{revoke.error.message}</Notice>}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={({ reason }) => revoke.mutate({ id: exemption.id, reason: reason.trim() }, { onSuccess: onClose })}>
          <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input.TextArea rows={2} maxLength={2000} autoFocus data-testid="revoke-reason" /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
