import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Moment } from '@/components/ui/time'
import type { Plan } from '@/lib/api-types'

/** What rang and is done later: why, and when. */
export function PutOffs({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return plan.bells.map(({ duty, putOff, retries }) => putOff && (
    <Notice key={duty} tone={putOff.cause === 'FAILED' ? 'warn' : 'now'} testId={`put-off-${duty}`}>
      {t(`backups.duty.${duty}`)}: {t(`backups.putOff.${putOff.cause}`, { attempt: putOff.attempt, retries })} <Moment at={putOff.at} short /> ({t('backups.putOff.due')} <Moment at={putOff.due} short />)
    </Notice>
  ))
}
