import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { ExemptionPill } from '@/components/ui/rule-signs'
import { Moment } from '@/components/ui/time'
import { number } from '@/lib/format'
import type { Exemption } from '@/lib/rule-types'
import { useCan, useSession } from '@/lib/session'
import { useApproveExemption } from './api/change-rules'
import { ruleNamesQuery } from './api/get-rules'
import { HiddenEvents } from './hidden-events'
import { RevokeDialog } from './revoke-dialog'
import { SelectionView } from './selection-view'

/** Exemptions with what they hid, who proposed and who approved them. */
export function ExemptionTable({ exemptions, withRules }: { exemptions: Exemption[]; withRules: boolean }) {
  const { t } = useTranslation()
  const [revoking, setRevoking] = useState<Exemption | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  const columns = useMemo<Column<Exemption>[]>(
    () => [
      { key: 'status', title: t('queue.state'), width: 146, render: (each) => <ExemptionPill status={each.status} /> },
      ...(withRules ? [{ key: 'rules', title: t('exemption.scope'), width: 240, render: (each: Exemption) => <Scope exemption={each} /> }] : []),
      { key: 'condition', title: t('exemption.condition'), render: (each) => <div className="cell-wrap"><SelectionView selection={each.selection} /><div className="muted">{each.reason}</div></div> },
      { key: 'people', title: t('exemption.people'), width: 190, from: 960, render: (each) => <People exemption={each} /> },
      { key: 'expires', title: t('exemption.expiresAt'), width: 112, sort: (a, b) => a.expiresAt.localeCompare(b.expiresAt), render: (each) => <Moment at={each.expiresAt} short /> },
      { key: 'hidden', title: t('exemption.hid'), width: 104, align: 'right', sort: (a, b) => a.hidden - b.hidden, render: (each) => <Hidden exemption={each} open={shown === each.id} onToggle={() => setShown(shown === each.id ? null : each.id)} /> },
      { key: 'acts', title: '', width: 128, align: 'right', render: (each) => <Acts exemption={each} onRevoke={() => setRevoking(each)} /> },
    ],
    [t, withRules, shown],
  )
  return (
    <>
      <DataTable label={t('rules.tab.exemptions')} testId="exemption-table" columns={columns} rows={exemptions} rowKey={(each) => each.id} expandedKey={shown} expanded={(each) => <HiddenEvents id={each.id} />} />
      {revoking && <RevokeDialog exemption={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}

function Hidden({ exemption, open, onToggle }: { exemption: Exemption; open: boolean; onToggle: () => void }) {
  if (exemption.hidden === 0) return <span className="num faint">0</span>
  return (
    <span className="two-lines">
      <button type="button" className="link-button num" style={{ textAlign: 'right' }} aria-expanded={open} onClick={onToggle} data-testid={`exemption-hidden-${exemption.id}`}>{number(exemption.hidden)}</button>
      <span>{exemption.lastHidden && <Moment at={exemption.lastHidden} short />}</span>
    </span>
  )
}

function Scope({ exemption }: { exemption: Exemption }) {
  const { t } = useTranslation()
  const titles = new Map(useQuery(ruleNamesQuery).data?.map(({ id, title }) => [id, title]))
  return (
    <div className="cell-wrap">
      {exemption.rules.length === 0 ? <b className="strong tone-warn">{t('exemption.allRules')}</b> : exemption.rules.map((id) => <div key={id}><Link to="/rules/$id" params={{ id }}>{titles.get(id) ?? id}</Link></div>)}
      <div className="faint">{exemption.organization?.name ?? t('exemption.allUnits')}</div>
    </div>
  )
}

function People({ exemption }: { exemption: Exemption }) {
  const { t } = useTranslation()
  return (
    <div className="cell-wrap">
      <div>{t('exemption.by', { name: exemption.author })}</div>
      {exemption.approver && <div className="faint">{t('exemption.approvedBy', { name: exemption.approver })}</div>}
      {exemption.revokedBy && <div className="faint">{t('exemption.revokedBy', { name: exemption.revokedBy })} {exemption.revokeReason}</div>}
    </div>
  )
}

/** The author may take it back, and never approves it. */
function Acts({ exemption, onRevoke }: { exemption: Exemption; onRevoke: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const me = useSession()?.account
  const mayApprove = useCan('RULE_APPROVE')
  const mayEdit = useCan('RULE_EDIT')
  const approve = useApproveExemption()
  const open = exemption.status === 'PROPOSED' || exemption.status === 'IN_FORCE'
  const run = () => approve.mutate(exemption.id, { onSuccess: () => void message.success(t('exemption.approved')), onError: (error) => void message.error(error.message) })
  return (
    <span className="stack-s">
      {exemption.status === 'PROPOSED' && mayApprove && exemption.author !== me && <Button type="primary" size="small" loading={approve.isPending} onClick={run} data-testid={`exemption-approve-${exemption.id}`}>{t('exemption.approve')}</Button>}
      {exemption.status === 'PROPOSED' && exemption.author === me && <span className="faint cell-wrap">{t('exemption.waits')}</span>}
      {open && (mayEdit || mayApprove) && <Button size="small" onClick={onRevoke} data-testid={`exemption-revoke-${exemption.id}`}>{t('exemption.revoke')}</Button>}
    </span>
  )
}
