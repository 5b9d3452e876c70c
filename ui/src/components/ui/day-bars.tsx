import { useTranslation } from 'react-i18next'
import { date, number } from '@/lib/format'

type Day = { day: string; count: number }
const HEIGHT = 96
const GAP = 0.18

/** One bar for each day; the figures under the pointer and, for those who do not see them, in the label. */
export function DayBars({ days, label, testId }: { days: Day[]; label: string; testId?: string }) {
  const { t } = useTranslation()
  const most = Math.max(1, ...days.map(({ count }) => count))
  const total = days.reduce((sum, { count }) => sum + count, 0)
  const first = days[0]
  const last = days.at(-1)
  if (!first || !last || total === 0) return <p className="faint" data-testid={testId}>{t('bars.none')}</p>
  return (
    <figure className="bars" data-testid={testId}>
      <span className="faint num bars-top">{number(most)}</span>
      <svg viewBox={`0 0 ${days.length} ${HEIGHT}`} preserveAspectRatio="none" height={HEIGHT} role="img" aria-label={t('bars.label', { label, total: number(total), most: number(most), days: days.length })}>
        {days.map(({ day, count }, index) => {
          const height = count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT)
          return (
            <g key={day}>
              <rect x={index} y={0} width={1} height={HEIGHT} className="bars-back"><title>{`${date(day)} · ${number(count)}`}</title></rect>
              <rect x={index + GAP / 2} y={HEIGHT - height} width={1 - GAP} height={height} className="bars-bar" />
            </g>
          )
        })}
      </svg>
      <figcaption className="row between faint num"><span>{date(first.day)}</span><span>{date(last.day)}</span></figcaption>
    </figure>
  )
}
