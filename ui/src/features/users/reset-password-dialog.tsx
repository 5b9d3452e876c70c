import { App, Form, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import type { User } from '@/lib/api-types'
import { useResetPassword } from './api/get-users'
import { NewPasswordField } from './new-password-field'

export function ResetPasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ password: string }>()
  const reset = useResetPassword()
  const submit = ({ password }: { password: string }) =>
    reset.mutate({ account: user.account, password }, {
      onSuccess: () => {
        void message.success(t('user.passwordReset', { name: user.fullName }))
        onClose()
      },
    })
  return (
    <Modal open title={t('user.resetTitle', { name: user.fullName })} okText={t('user.resetPassword')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={reset.isPending} width={440}>
      <div className="stack">
        {reset.error && <Notice tone="bad">{reset.error.message}</Notice>}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}><NewPasswordField /></Form>
      </div>
    </Modal>
  )
}
