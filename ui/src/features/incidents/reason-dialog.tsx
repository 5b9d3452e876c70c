import { Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { onSendKey } from '@/lib/keyboard'

type Props = { title: string; hint: string; submit: string; busy: boolean; error: Error | null; children?: ReactNode; onClose: () => void; onSubmit: (reason: string) => void }

/** Asks why before an act that changes what belongs together. */
export function ReasonDialog({ title, hint, submit, busy, error, children, onClose, onSubmit }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ reason: string }>()
  return (
    <Modal open title={title} okText={submit} okButtonProps={{ 'data-testid': 'reason-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={busy} width={520}>
      <div className="stack">
        {error && <Notice tone="bad">{error.message}</Notice>}
        {children}
        <Form form={form} layout="vertical" requiredMark={false} onKeyDown={onSendKey(() => form.submit())} onFinish={({ reason }) => onSubmit(reason.trim())}>
          <Form.Item name="reason" label={t('form.reason')} extra={hint} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input.TextArea autoFocus rows={3} maxLength={2000} data-testid="reason" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
