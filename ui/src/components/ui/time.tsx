import { useTranslation } from 'react-i18next'
import { useNow } from '@/lib/clock'
import { dateTime, shortAge, shortDateTime, span, utc } from '@/lib/format'

/** A moment in Vietnamese local time; UTC under the pointer. */
export function Moment({ at, short = false }: { at: string | null; short?: boolean }) {
  if (at === null) return <span className="faint">—</span>
  return (
    <time dateTime={at} title={`${dateTime(at)} · ${utc(at)}`} className="num nowrap">
      {short ? shortDateTime(at) : dateTime(at)}
    </time>
  )
}

export function Age({ at }: { at: string }) {
  const { t } = useTranslation()
  const now = useNow(5)
  const units = { s: t('unit.s'), m: t('unit.m'), h: t('unit.h'), d: t('unit.d') }
  return (
    <time dateTime={at} title={`${dateTime(at)} · ${utc(at)}`} className="num nowrap">
      {shortAge(now - Date.parse(at), units)}
    </time>
  )
}

/** Time left until a deadline; amber below a quarter (or an hour), red with a word when past. */
export function Countdown({ dueAt, startsAt, short = false }: { dueAt: string; startsAt?: string; short?: boolean }) {
  const { t } = useTranslation()
  const now = useNow(1)
  const left = Date.parse(dueAt) - now
  const whole = startsAt ? Date.parse(dueAt) - Date.parse(startsAt) : 4 * 3_600_000
  const tone = left < 0 ? 'tone-bad' : left < whole / 4 ? 'tone-warn' : ''
  const text = short
    ? shortAge(Math.abs(left), { s: t('unit.s'), m: t('unit.m'), h: t('unit.h'), d: t('unit.d') })
    : span(left, t('unit.day'))
  return (
    <time dateTime={dueAt} title={`${t('time.due')} ${dateTime(dueAt)}`} className={`num nowrap ${tone}`}>
      {left < 0 ? `${short ? '−' : `${t('time.overdue')} `}${text}` : short ? text : `${t('time.left')} ${text}`}
    </time>
  )
}

export function Duration({ seconds }: { seconds: number | null }) {
  const { t } = useTranslation()
  if (seconds === null) return <span className="faint">—</span>
  return <span className="num nowrap">{seconds < 60 ? `${seconds < 1 ? '< 1' : Math.floor(seconds)} ${t('unit.s')}` : span(seconds * 1000, t('unit.day'))}</span>
}
