import { getRouteApi, useRouter } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { ProblemError } from '@/lib/api-client'
import { useLogIn, type Credentials } from './api/log-in'
import { Entrance } from './entrance'

const route = getRouteApi('/login')

/** Only a path of this site may be the place to go on; anything else could lead away. */
function safe(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/'
}

export function LoginPage() {
  const { t } = useTranslation()
  const router = useRouter()
  const { next } = route.useSearch()
  const logIn = useLogIn()
  const [needsCode, setNeedsCode] = useState(false)
  const problem = logIn.error instanceof ProblemError ? logIn.error : null
  const submit = (credentials: Credentials) =>
    logIn.mutate(credentials, {
      onSuccess: () => void router.history.push(safe(next)),
      onError: (error) => setNeedsCode(error instanceof ProblemError && (error.code === 'CODE_REQUIRED' || error.code === 'CODE_WRONG')),
    })
  return (
    <Entrance title={t('login.title')} intro={needsCode ? t('login.codeIntro') : t('login.intro')}>
      {problem && problem.code !== 'CODE_REQUIRED' && <Notice tone="bad" testId="login-problem">{problem.status === 0 ? t('problem.noConnectionHint') : problem.message}</Notice>}
      <Form<Credentials> layout="vertical" size="large" requiredMark={false} onFinish={submit}>
        <Form.Item name="username" label={t('login.account')} rules={[{ required: true, message: t('form.required') }]} hidden={needsCode}>
          <Input autoComplete="username" autoFocus data-testid="login-account" />
        </Form.Item>
        <Form.Item name="password" label={t('login.password')} rules={[{ required: true, message: t('form.required') }]} hidden={needsCode}>
          <Input.Password autoComplete="current-password" data-testid="login-password" />
        </Form.Item>
        {needsCode && (
          <Form.Item name="code" label={t('login.code')} rules={[{ required: true, message: t('form.required') }]}>
            <Input inputMode="numeric" autoComplete="one-time-code" autoFocus maxLength={8} className="mono" data-testid="login-code" />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={logIn.isPending} data-testid="login-submit">{t('login.submit')}</Button>
      </Form>
      {needsCode && <button type="button" className="link-button" onClick={() => setNeedsCode(false)}>{t('login.other')}</button>}
    </Entrance>
  )
}
