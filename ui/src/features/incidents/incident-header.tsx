import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Owner } from '@/components/ui/owner'
import { IncidentStatePill, SeverityPill } from '@/components/ui/states'
import { Countdown } from '@/components/ui/time'
import { INCIDENT_PHASES, SEVERITIES, type IncidentDetail, type IncidentState } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { useChangeIncident } from './api/change-incident'
import { IncidentLabels } from './incident-labels'
import { OwnerDialog } from './owner-dialog'
import { StateDialog } from './state-dialog'

export function IncidentHeader({ detail }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const { incident } = detail
  const mayWrite = useCan('INCIDENT_WRITE')
  const mayMove = useCan('INCIDENT_COORDINATE')
  const [dialog, setDialog] = useState<'state' | 'owner' | null>(null)
  const close = () => setDialog(null)
  return (
    <header className="incident-head">
      <div className="row-wrap">
        <span className="mono strong">{incident.id}</span>
        {mayWrite ? <QuickSelects detail={detail} /> : <SeverityPill severity={incident.severity} />}
        <IncidentLabels incident={incident} />
        <IncidentStatePill state={incident.state} />
        <Button type="text" onClick={() => setDialog('owner')} disabled={!mayWrite} data-testid="incident-owner">{t('queue.owner')}: <Owner name={incident.owner || null} full /></Button>
        {incident.nextClock && <span className="nowrap">{incident.nextClock.name}: <Countdown dueAt={incident.nextClock.dueAt} startsAt={incident.detectedAt} /></span>}
      </div>
      <div className="row">
        <h1 className="grow">{incident.title}</h1>
        {mayMove && incident.allowedMoves.length > 0 && <Button type="primary" onClick={() => setDialog('state')} data-testid="incident-move">{t('incident.move')}</Button>}
      </div>
      <Phases state={incident.state} />
      {dialog === 'state' && <StateDialog incident={incident} onClose={close} />}
      {dialog === 'owner' && <OwnerDialog incident={incident} onClose={close} />}
    </header>
  )
}

function QuickSelects({ detail: { incident } }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const change = useChangeIncident(incident.id)
  return (
    <Select variant="filled" aria-label={t('incident.severity')} value={incident.severity} popupMatchSelectWidth={false} onChange={(severity) => change.mutate({ severity })} options={SEVERITIES.map((value) => ({ value, label: <SeverityPill severity={value} /> }))} data-testid="incident-severity" />
  )
}

/** The way from suspicion to closing; side states show no place on it. */
function Phases({ state }: { state: IncidentState }) {
  const { t } = useTranslation()
  const at = INCIDENT_PHASES.indexOf(state)
  return (
    <ol className="phases" aria-label={t('incident.phases')}>
      {INCIDENT_PHASES.map((phase, index) => (
        <li key={phase} className="phase" data-phase={index < at ? 'past' : index === at ? 'now' : 'ahead'} aria-current={index === at ? 'step' : undefined}>{t(`incidentState.${phase}`)}</li>
      ))}
    </ol>
  )
}
