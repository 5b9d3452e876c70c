import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PapPill, TlpPill } from '@/components/ui/labels'
import { Pill } from '@/components/ui/pill'
import type { Incident } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { useMark } from './api/labels'
import { MarkingDialog } from './marking-dialog'
import { LiftSecretDialog, SecretDialog } from './secret-dialog'

/** With whom the incident may be shared, what may be done with it, and whether it touches state secrets. */
export function IncidentLabels({ incident }: { incident: Incident }) {
  const { t } = useTranslation()
  const mayMark = useCan('TASK_WORK')
  const mayLift = useCan('INCIDENT_COORDINATE')
  const mark = useMark(incident.id)
  const [open, setOpen] = useState<'mark' | 'secret' | 'lift' | null>(null)
  const close = () => setOpen(null)
  const secret = incident.stateSecret
  return (
    <span className="row-wrap" data-testid="incident-labels">
      <TlpPill tlp={incident.tlp} />
      <PapPill pap={incident.pap} />
      {secret && <Pill tone="crit" title={t('labels.secretHint')}>{t('labels.secret', { reference: secret.reference })}</Pill>}
      {mayMark && !secret && <Button type="text" size="small" onClick={() => setOpen('mark')} data-testid="change-labels">{t('labels.change')}</Button>}
      {mayMark && !secret && <Button type="text" size="small" danger onClick={() => setOpen('secret')} data-testid="declare-secret">{t('labels.declare')}</Button>}
      {mayLift && secret && <Button type="text" size="small" onClick={() => setOpen('lift')} data-testid="lift-secret">{t('labels.lift')}</Button>}
      {open === 'mark' && <MarkingDialog title={t('labels.changeTitle', { id: incident.id })} now={incident} busy={mark.isPending} error={mark.error} onClose={close} onSubmit={(next) => mark.mutate({ ...next, version: incident.version }, { onSuccess: close })} />}
      {open === 'secret' && <SecretDialog id={incident.id} onClose={close} />}
      {open === 'lift' && <LiftSecretDialog id={incident.id} onClose={close} />}
    </span>
  )
}
