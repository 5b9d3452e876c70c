import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Moment } from '@/components/ui/time'
import type { Outage } from '@/lib/api-types'

/** What is silent now, once for whatever it is that went down. */
export function OutageList({ outages }: { outages: Outage[] }) {
  const { t } = useTranslation()
  if (outages.length === 0) return null
  return (
    <div className="stack-s" data-testid="outages">
      {outages.map(({ id, kind, organization, began, sources, silent }) => (
        <Notice key={id} tone="bad" testId={`outage-${id}`}>
          <p className="strong">{t(`sources.outage.${kind}`, { unit: organization?.name ?? t('sources.shared'), source: sources[0], count: sources.length })}</p>
          <p>{t('sources.outage.since')} <Moment at={began} /> · {t('sources.outage.still', { silent: silent.length, all: sources.length })}: {silent.join(', ')}</p>
        </Notice>
      ))}
    </div>
  )
}
