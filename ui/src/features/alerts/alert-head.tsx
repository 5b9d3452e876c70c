import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { Owner } from '@/components/ui/owner'
import { LevelMark } from '@/components/ui/severity'
import { AlertStatePill } from '@/components/ui/states'
import { Countdown } from '@/components/ui/time'
import type { Alert } from '@/lib/api-types'

/** Level, state and what is left of the time, as the drawer and the full page show them. */
export function AlertSigns({ alert }: { alert: Alert }) {
  return (
    <>
      <LevelMark level={alert.level} full />
      <AlertStatePill state={alert.state} />
      {alert.dueAt && <Countdown dueAt={alert.dueAt} startsAt={alert.detected} />}
    </>
  )
}

export function AlertFacts({ alert }: { alert: Alert }) {
  const { t } = useTranslation()
  return (
    <div className="row-wrap faint" style={{ gap: '2px 12px' }}>
      {alert.entity && <span className="mono muted wrap-any">{alert.entity}</span>}
      <span>{alert.organization?.name ?? t('panel.noUnit')}</span>
      <span>{t('queue.owner')}: <Owner name={alert.owner} full /></span>
      {alert.incidentId && <Link to="/incidents/$id" params={{ id: alert.incidentId }}>{alert.incidentId}</Link>}
      <span className="row" style={{ gap: 0 }}><code className="mono">{alert.id.length > 18 ? `${alert.id.slice(0, 12)}…` : alert.id}</code><CopyButton text={alert.id} label={t('panel.copyId')} /></span>
    </div>
  )
}
