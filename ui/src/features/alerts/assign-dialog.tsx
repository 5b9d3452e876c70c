import { DatePicker, Form, Input, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'
import { fromPicker } from '@/lib/format'

export function AssignDialog({ count, busy, onClose, onSubmit }: { count: number; busy: boolean; onClose: () => void; onSubmit: (owner: string) => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ owner: string }>()
  return (
    <Modal open title={t('assign.title', { count })} okText={t('assign.submit')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={busy} width={420}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ owner }) => onSubmit(owner.trim())}>
        <Form.Item name="owner" label={t('assign.owner')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
          <Input autoFocus autoComplete="off" data-testid="assign-owner" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

export function SnoozeDialog({ count, busy, onClose, onSubmit }: { count: number; busy: boolean; onClose: () => void; onSubmit: (until: string, note: string) => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ until: Dayjs; note: string }>()
  return (
    <Modal open title={t('snooze.title', { count })} okText={t('snooze.submit')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={busy} width={420}>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ until, note }) => onSubmit(fromPicker(until), note)}>
        <Form.Item name="until" label={t('snooze.until')} rules={[{ required: true, message: t('form.required') }]}>
          <DatePicker showTime format="DD/MM/YYYY HH:mm" style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="note" label={t('snooze.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
