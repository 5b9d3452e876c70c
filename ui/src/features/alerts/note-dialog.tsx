import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { onSendKey } from '@/lib/keyboard'

/** Words that stay in the history of the alert; its state and owner stay as they are. */
export function NoteDialog({ count, busy, onClose, onSubmit }: { count: number; busy: boolean; onClose: () => void; onSubmit: (note: string) => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ note: string }>()
  return (
    <Modal open title={t('alertNote.title', { count })} okText={t('alertNote.submit')} okButtonProps={{ 'data-testid': 'alert-note-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={busy} width={520}>
      <Form form={form} layout="vertical" requiredMark={false} onKeyDown={onSendKey(() => form.submit())} onFinish={({ note }) => onSubmit(note.trim())}>
        <Form.Item name="note" label={t('close.note')} extra={t('alertNote.hint')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
          <Input.TextArea autoFocus rows={4} maxLength={2000} placeholder={t('close.notePlaceholder')} data-testid="alert-note" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
