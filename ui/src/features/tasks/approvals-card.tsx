import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { ApprovalBox } from '@/components/work/approval-box'
import { approvalsQuery } from '@/lib/playbook-runs'

/** Steps that wait for people, those that wait for the reader first; nothing at all when nothing waits. */
export function ApprovalsCard() {
  const { t } = useTranslation()
  const query = useQuery(approvalsQuery)
  const waiting = (query.data ?? []).toSorted((a, b) => Number(a.refusal !== '') - Number(b.refusal !== ''))
  if (query.error && !query.data) return <Notice tone="warn">{t('runApproval.unread', { why: query.error.message })}</Notice>
  if (waiting.length === 0) return null
  return (
    <Card title={t('runApproval.title')} count={waiting.length} body={false} testId="run-approvals">
      <div className="approvals">{waiting.map((each) => <ApprovalBox key={`${each.runId}/${each.step}`} approval={each} />)}</div>
    </Card>
  )
}
