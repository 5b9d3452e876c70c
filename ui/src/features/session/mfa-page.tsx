import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, QRCode } from 'antd'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { QueryView } from '@/components/ui/query-view'
import { enrolmentQuery, useConfirmSecondFactor } from './api/second-factor'
import { Entrance } from './entrance'

/** Enrolment of the second factor: the secret to type or scan, then one code as proof. */
export function MfaPage() {
  const { t } = useTranslation()
  const enrolment = useQuery(enrolmentQuery)
  return (
    <Entrance title={t('mfa.title')} intro={t('mfa.intro')}>
      <QueryView query={enrolment} rows={4}>
        {({ secret, otpauth }) => (
          <>
            <div className="row" style={{ gap: 18, alignItems: 'flex-start' }}>
              <div role="img" aria-label={t('mfa.title')}>
                <div aria-hidden="true"><QRCode value={otpauth} type="svg" size={132} bordered={false} color="#17202e" bgColor="#ffffff" /></div>
              </div>
              <div>
                <div className="faint">{t('mfa.secret')}</div>
                <code className="mono strong wrap-any" data-testid="mfa-secret" style={{ fontSize: 14 }}>{secret.match(/.{1,4}/g)?.join(' ')}</code>
                <CopyButton text={secret} />
              </div>
            </div>
            <CodeForm />
          </>
        )}
      </QueryView>
    </Entrance>
  )
}

function CodeForm() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const confirm = useConfirmSecondFactor()
  return (
    <>
      {confirm.error && <Notice tone="bad">{confirm.error.message}</Notice>}
      <Form<{ code: string }> layout="vertical" size="large" requiredMark={false} onFinish={({ code }) => confirm.mutate(code, { onSuccess: () => void navigate({ to: '/' }) })}>
        <Form.Item name="code" label={t('login.code')} rules={[{ required: true, message: t('form.required') }]}>
          <Input inputMode="numeric" autoComplete="one-time-code" autoFocus className="mono" data-testid="mfa-code" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={confirm.isPending} data-testid="mfa-submit">{t('mfa.submit')}</Button>
      </Form>
    </>
  )
}
