import { useTranslation } from 'react-i18next'
import { Duration } from '@/components/ui/time'
import type { RunningDuty } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'

/** What is done for a plan right now, and how far it is. */
export function RunningBar({ running }: { running: Pick<RunningDuty, 'duty' | 'target' | 'files' | 'bytes' | 'share' | 'rate' | 'secondsLeft'> }) {
  const { t } = useTranslation()
  const percent = Math.round(running.share * 100)
  const name = t(`backups.duty.${running.duty}` as 'backups.duty.BACKUP')
  return (
    <div className="stack-s" data-testid="running" role="status">
      <span className="row between"><b className="strong">{name}{running.target && <span className="faint"> · {running.target}</span>}</b><span className="num">{running.share > 0 ? `${percent}%` : t('backups.runs')}</span></span>
      <div role="progressbar" aria-label={name} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100} style={{ height: 6, borderRadius: 3, background: 'var(--line)' }}><div style={{ height: 6, borderRadius: 3, width: `${percent}%`, background: 'var(--ok)' }} /></div>
      <span className="num faint">{t('backups.moved', { files: number(running.files), bytes: bytes(running.bytes), rate: bytes(running.rate) })}{running.secondsLeft >= 0 && <> · {t('backups.left')} <Duration seconds={running.secondsLeft} /></>}</span>
    </div>
  )
}
