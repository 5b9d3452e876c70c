import { useTranslation } from 'react-i18next'
import { Duration } from '@/components/ui/time'

/** A figure against what was promised: a bar, the two numbers and a word. */
export function AgainstTarget({ label, seconds, target }: { label: string; seconds: number | null; target: number }) {
  const { t } = useTranslation()
  const over = seconds !== null && seconds > target
  const share = seconds === null ? 0 : Math.min(100, (100 * seconds) / Math.max(1, target))
  return (
    <div className="stack-s" style={{ gap: 3 }}>
      <span className="row between"><span className="faint">{label}</span><span className={seconds === null ? 'faint' : over ? 'tone-bad' : 'tone-ok'}>{seconds === null ? t('backups.notMeasured') : over ? t('backups.over') : t('backups.within')}</span></span>
      <div style={{ height: 6, borderRadius: 3, background: 'var(--line)' }}><div style={{ height: 6, borderRadius: 3, width: `${share}%`, background: over ? 'var(--bad)' : 'var(--ok)' }} /></div>
      <span className="num"><b className="strong"><Duration seconds={seconds} /></b> <span className="faint">/ <Duration seconds={target} /></span></span>
    </div>
  )
}
