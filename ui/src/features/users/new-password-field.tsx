import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

const MIN_LENGTH = 12

/** The first password that an administrator gives; its owner changes it. */
export function NewPasswordField() {
  const { t } = useTranslation()
  return (
    <Form.Item name="password" label={t('user.firstPassword')} extra={t('session.passwordHint', { count: MIN_LENGTH })} rules={[{ required: true, min: MIN_LENGTH, message: t('session.tooShort', { count: MIN_LENGTH }) }]}>
      <Input.Password autoComplete="new-password" data-testid="user-password" />
    </Form.Item>
  )
}
