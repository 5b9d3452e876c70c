import { useQuery } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/page'
import { Pill, type Tone } from '@/components/ui/pill'
import { QueryView } from '@/components/ui/query-view'
import { Moment } from '@/components/ui/time'
import type { ApprovalState, BackupApproval } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { approvalsQuery, useDecide } from './api/get-backups'

const TONE: Record<ApprovalState, Tone> = { WAITING: 'warn', APPROVED: 'now', DONE: 'ok', FAILED: 'bad', REFUSED: 'plain', WITHDRAWN: 'plain', EXPIRED: 'plain' }

/** What waits for a second person; with `planId` also what was decided for that plan. */
export function ApprovalsCard({ planId }: { planId?: string }) {
  const { t } = useTranslation()
  const approvals = useQuery(approvalsQuery)
  const shown = (approvals.data ?? []).filter((each) => (planId ? each.planId === planId : each.state === 'WAITING'))
  if (approvals.data && shown.length === 0) return planId ? <p className="faint">{t('approval.none')}</p> : null
  return (
    <Card title={t(planId ? 'approval.all' : 'approval.waiting')} count={shown.length} testId="approvals">
      <QueryView query={approvals} rows={2}>{() => <div className="stack">{shown.map((each) => <Row key={each.id} approval={each} />)}</div>}</QueryView>
    </Card>
  )
}

function Row({ approval }: { approval: BackupApproval }) {
  const { t } = useTranslation()
  const { weakenings = [], snapshots = [], key = [] } = approval.subject
  return (
    <article className="stack-s" data-row-key={approval.id} data-testid={`approval-${approval.id}`}>
      <span className="row-wrap">
        <Pill tone={TONE[approval.state]}>{t(`approval.state.${approval.state}`)}</Pill>
        <b className="strong">{t(`approval.action.${approval.action}`)}</b> <span>{approval.planName}</span> {approval.target && <span className="faint">· {approval.target}</span>}
      </span>
      {weakenings.length > 0 ? <ul className="bullets">{weakenings.map((each) => <li key={each}>{each}</li>)}</ul> : <span>{approval.reason}</span>}
      {[...snapshots, ...key].length > 0 && <code className="mono wrap-any">{[...snapshots, ...key].map((each) => each.slice(0, 8)).join(' · ')}</code>}
      <span className="faint">{t('approval.by', { name: approval.requestedBy })} <Moment at={approval.requestedAt} short />{approval.state === 'WAITING' ? <> · {t('approval.until')} <Moment at={approval.expiresAt} short /></> : approval.decidedBy && <> · {t('approval.decidedBy', { name: approval.decidedBy })}</>}{approval.decision && <> · {approval.decision}</>}</span>
      {approval.result && <span className={approval.state === 'FAILED' ? 'tone-bad' : 'muted'}>{approval.result}</span>}
      {approval.state === 'WAITING' && <Buttons approval={approval} />}
    </article>
  )
}

function Buttons({ approval }: { approval: BackupApproval }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const may = useCan('BACKUP_APPROVE')
  const decide = useDecide()
  const [refusing, setRefusing] = useState(false)
  const [reason, setReason] = useState('')
  if (approval.own) return <span className="faint">{t('approval.own')}</span>
  if (!may) return null
  const failed = { onError: (error: Error) => void message.error(error.message) }
  return (
    <div className="row-wrap">
      <Button type="primary" danger loading={decide.isPending && decide.variables.agree} onClick={() => decide.mutate({ id: approval.id, agree: true }, failed)} data-testid={`approve-${approval.id}`}>{t('approval.approve')}</Button>
      {refusing ? (
        <>
          <Input style={{ width: 280 }} value={reason} maxLength={2000} autoFocus aria-label={t('form.reason')} placeholder={t('form.reason')} onChange={(event) => setReason(event.target.value)} data-testid={`refuse-reason-${approval.id}`} />
          <Button disabled={reason.trim() === ''} onClick={() => decide.mutate({ id: approval.id, agree: false, reason: reason.trim() }, failed)} data-testid={`refuse-submit-${approval.id}`}>{t('approval.refuse')}</Button>
        </>
      ) : <Button onClick={() => setRefusing(true)} data-testid={`refuse-${approval.id}`}>{t('approval.refuse')}</Button>}
    </div>
  )
}
