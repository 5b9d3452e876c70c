import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Moment } from '@/components/ui/time'
import { doubtsQuery, dueQuery } from './api/get-drills'

/** Plans that must be drilled now, and where the record of drills has a gap. */
export function DrillsDue() {
  const { t } = useTranslation()
  const due = useQuery(dueQuery)
  const doubts = useQuery(doubtsQuery)
  const late = (due.data ?? []).filter((each) => each.overdue)
  return (
    <>
      {(doubts.data ?? []).length > 0 && <Notice tone="bad"><b>{t('drill.gap')}</b> {doubts.data?.join('; ')}</Notice>}
      {late.length > 0 && (
        <Notice tone="warn">
          <div data-testid="drills-due">
            <b>{t('drill.due')}</b>
            <ul className="bullets">{late.map((each) => <li key={each.planId}>{each.planName} {each.last ? <span className="faint">({t('drill.lastAt')} <Moment at={each.last} />)</span> : <span className="faint">({t('backups.neverDrilled')})</span>}</li>)}</ul>
          </div>
        </Notice>
      )}
    </>
  )
}
