import { App, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { useChangePassword } from './api/change-password'
import { PasswordPair } from './password-pair'

type Fields = { current: string; next: string; again: string }

export function PasswordDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const change = useChangePassword()
  const submit = ({ current, next }: Fields) =>
    change.mutate({ current, next }, {
      onSuccess: () => {
        void message.success(t('session.passwordChanged'))
        onClose()
      },
    })
  return (
    <Modal open={open} title={t('session.changePassword')} okText={t('action.save')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={change.isPending} destroyOnHidden afterClose={change.reset}>
      <div className="stack">
        {change.error && <Notice tone="bad">{change.error.message}</Notice>}
        <Form form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={submit}>
          <Form.Item name="current" label={t('session.currentPassword')} rules={[{ required: true, message: t('form.required') }]}>
            <Input.Password autoComplete="current-password" autoFocus />
          </Form.Item>
          <PasswordPair />
        </Form>
      </div>
    </Modal>
  )
}
