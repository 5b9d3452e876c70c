import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { Pill } from '@/components/ui/pill'
import { Countdown, Moment } from '@/components/ui/time'
import { useDecide, type PendingApproval } from '@/lib/playbook-runs'
import { announce } from '@/lib/announce'

/** Exactly what would be done, by its digest; who has agreed; and the two words one may say. */
export function ApprovalBox({ approval, where = true }: { approval: PendingApproval; where?: boolean }) {
  const { t } = useTranslation()
  const { roles, count, decisions } = approval
  const agreed = decisions.filter((each) => each.agreed).length
  return (
    <article className="approval" data-testid={`approval-${approval.runId}-${approval.step}`}>
      <div className="row-wrap">
        <h3 className="strong">{approval.name}</h3>
        {approval.destructive && <Pill tone="bad">{t('runApproval.destructive')}</Pill>}
        <Pill tone="now">{t('runApproval.progress', { agreed, count })}</Pill>
        <span className="grow" />
        <span className="faint">{t('runApproval.until')} <Moment at={approval.until} /></span>
        <Countdown dueAt={approval.until} />
      </div>
      <span className="faint">
        {where && <><Link className="underlined" to="/runs/$id" params={{ id: approval.runId }}>{approval.playbookName}</Link> · {approval.incidentId} {approval.incidentTitle} · </>}
        {t('runApproval.asked', { who: approval.startedBy })}
        {roles.length > 0 && ` · ${t('runApproval.roles', { roles: roles.map((role) => t(`role.${role}`, { defaultValue: role })).join(', ') })}`}
        {approval.notRequester && ` · ${t('runApproval.notRequester')}`}
      </span>
      {approval.command === '' ? <p className="muted">{t('runApproval.hidden')}</p> : <pre className="json" data-testid="approval-command">{approval.command}</pre>}
      <span className="faint row-wrap"><span>{t('runApproval.digest')}</span><code className="mono wrap-any" data-testid="approval-digest">{approval.digest}</code><CopyButton text={approval.digest} /></span>
      {decisions.length > 0 && <ul className="bullets">{decisions.map((each) => <li key={each.person}>{t(each.agreed ? 'runApproval.said' : 'runApproval.saidNo', { who: each.person })} · <Moment at={each.at} />{each.reason && ` · ${each.reason}`}</li>)}</ul>}
      {approval.refusal ? <p className="muted" data-testid="approval-refusal">{approval.refusal}</p> : <Deciding approval={approval} />}
    </article>
  )
}

function Deciding({ approval }: { approval: PendingApproval }) {
  const { t } = useTranslation()
  const decide = useDecide()
  const [reason, setReason] = useState('')
  const [wanting, setWanting] = useState(false)
  const say = (act: 'approve' | 'refuse') => {
    if (act === 'refuse' && reason.trim() === '') return setWanting(true)
    decide.mutate({ approval, act, reason: reason.trim() }, { onSuccess: () => announce(t(act === 'approve' ? 'runApproval.doneYes' : 'runApproval.doneNo')) })
  }
  return (
    <div className="stack-s">
      {decide.error && <Notice tone="bad">{decide.error.message}</Notice>}
      {wanting && reason.trim() === '' && <Notice tone="warn">{t('runApproval.reasonNeeded')}</Notice>}
      <Input.TextArea rows={1} autoSize value={reason} onChange={(event) => setReason(event.target.value)} placeholder={t('runApproval.reasonHint')} aria-label={t('form.reason')} maxLength={2000} data-testid="approval-reason" />
      <div className="row">
        <Button type="primary" loading={decide.isPending} onClick={() => say('approve')} data-testid="approval-approve">{t('runApproval.approve')}</Button>
        <Button danger disabled={decide.isPending} onClick={() => say('refuse')} data-testid="approval-refuse">{t('runApproval.refuse')}</Button>
      </div>
    </div>
  )
}
