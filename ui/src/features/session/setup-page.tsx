import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { setupQuery, useSetUp } from './api/set-up'
import { Entrance } from './entrance'
import { PasswordPair } from './password-pair'

const route = getRouteApi('/setup')

/** Opened by the one-time link that the first start prints. */
export function SetupPage() {
  const { t } = useTranslation()
  const token = route.useSearch().token ?? ''
  const check = useQuery(setupQuery(token))
  const invalid = token === '' || check.error !== null || check.data?.valid === false
  return (
    <Entrance title={t('setup.title')} intro={t('setup.intro')}>
      {invalid ? <Notice tone="bad" testId="setup-invalid">{t('setup.invalid')}</Notice> : check.data && <FirstAdministratorForm token={token} />}
    </Entrance>
  )
}

type Fields = { account: string; fullName: string; next: string; again: string }

function FirstAdministratorForm({ token }: { token: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const setUp = useSetUp()
  const required = [{ required: true, message: t('form.required') }]
  const submit = ({ account, fullName, next }: Fields) => setUp.mutate({ token, account, fullName, password: next }, { onSuccess: () => void navigate({ to: '/login' }) })
  return (
    <>
      {setUp.error && <Notice tone="bad">{setUp.error.message}</Notice>}
      <Form<Fields> layout="vertical" size="large" requiredMark={false} onFinish={submit}>
        <Form.Item name="account" label={t('login.account')} rules={required}>
          <Input autoComplete="username" autoFocus data-testid="setup-account" />
        </Form.Item>
        <Form.Item name="fullName" label={t('user.fullName')} rules={required}>
          <Input autoComplete="name" data-testid="setup-name" />
        </Form.Item>
        <PasswordPair />
        <Button type="primary" htmlType="submit" block loading={setUp.isPending} data-testid="setup-submit">{t('setup.submit')}</Button>
      </Form>
    </>
  )
}
