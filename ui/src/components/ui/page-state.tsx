import { ApiOutlined, CloseCircleOutlined, InboxOutlined, LockOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/lib/api-client'

export function PageState({ icon, title, children, action, testId }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode; testId?: string }) {
  return (
    <div className="state" data-testid={testId}>
      <span className="state-icon">{icon ?? <InboxOutlined />}</span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  )
}

/** Says in words what went wrong: no right, no connection, not found, or the server's own message. */
export function ProblemState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useTranslation()
  const retry = onRetry && <Button onClick={onRetry}>{t('action.retry')}</Button>
  if (!(error instanceof ProblemError)) {
    return <PageState icon={<CloseCircleOutlined />} title={t('problem.unexpected')} action={retry} testId="state-error">{error.message}</PageState>
  }
  if (error.status === 403) {
    return <PageState icon={<LockOutlined />} title={t('problem.noRight')} testId="state-no-right">{`${error.message}. ${t('problem.noRightHint')}`}</PageState>
  }
  if (error.status === 0) {
    return <PageState icon={<ApiOutlined />} title={t('problem.noConnection')} action={retry} testId="state-error">{t('problem.noConnectionHint')}</PageState>
  }
  if (error.status === 404) return <PageState title={t('problem.notFound')} testId="state-not-found">{error.message}</PageState>
  return <PageState icon={<CloseCircleOutlined />} title={error.title || t('problem.server', { status: error.status })} action={retry} testId="state-error">{error.message}</PageState>
}

export function SkeletonRows({ rows = 12 }: { rows?: number }) {
  const { t } = useTranslation()
  return (
    <div className="skeleton" role="status" aria-label={t('state.loading')} data-testid="state-loading">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index}>
          <i style={{ width: 34 }} />
          <i style={{ width: `${28 + ((index * 17) % 30)}%` }} />
          <i style={{ width: '12%' }} />
          <i style={{ width: `${6 + ((index * 7) % 8)}%` }} />
        </div>
      ))}
    </div>
  )
}
