import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormsShelf } from '@/components/ui/forms-shelf'
import { HALVES, periodId, readPeriod, type Period } from '@/lib/period'
import { useNow } from '@/lib/clock'

const route = getRouteApi('/shell/reports')
const BACK = 4

/** The forms that are due every year or half year, whatever happened in it. */
export function PeriodTab() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const thisYear = new Date(useNow(3600)).getFullYear()
  const period: Period = readPeriod(search.period) ?? { year: thisYear, half: '' }
  const go = (next: Period) => void navigate({ to: '/reports', search: { tab: 'period', period: periodId(next) }, replace: true })
  const years = Array.from({ length: BACK + 2 }, (_, at) => thisYear + 1 - at)
  return (
    <>
      <div className="row-wrap" data-testid="period-choice">
        <Select aria-label={t('period.year')} value={period.year} onChange={(year) => go({ ...period, year })} options={years.map((year) => ({ value: year, label: t('period.name', { year }) }))} data-testid="period-year" />
        <Segmented aria-label={t('period.half')} value={period.half} onChange={(half) => go({ ...period, half })} options={HALVES.map((half) => ({ value: half, label: t(`period.part${half}`) }))} />
        <span className="faint">{t('period.hint')}</span>
      </div>
      <FormsShelf subject={`period:${periodId(period)}`} />
    </>
  )
}
