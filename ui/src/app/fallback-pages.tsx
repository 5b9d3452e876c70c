import { Button } from 'antd'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  return <ProblemState error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
}

export function PendingPage() {
  return (
    <div className="page">
      <SkeletonRows />
    </div>
  )
}

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <PageState title={t('problem.noPage')} action={<Link to="/"><Button type="primary">{t('action.home')}</Button></Link>} testId="state-not-found">
      {t('problem.noPageHint')}
    </PageState>
  )
}
