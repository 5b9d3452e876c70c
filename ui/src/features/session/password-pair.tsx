import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'

const MIN_LENGTH = 12

/** A new password twice, fields `next` and `again`; the server has the last word on its strength. */
export function PasswordPair() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="next" label={t('session.newPassword')} extra={t('session.passwordHint', { count: MIN_LENGTH })} rules={[{ required: true, min: MIN_LENGTH, message: t('session.tooShort', { count: MIN_LENGTH }) }]}>
        <Input.Password autoComplete="new-password" data-testid="password-new" />
      </Form.Item>
      <Form.Item
        name="again" label={t('session.again')} dependencies={['next']}
        rules={[{ required: true, message: t('form.required') }, ({ getFieldValue }) => ({ validator: (_, value) => (value === undefined || value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('session.differ')))) })]}
      >
        <Input.Password autoComplete="new-password" data-testid="password-again" />
      </Form.Item>
    </>
  )
}
