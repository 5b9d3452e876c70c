import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { QueryView } from '@/components/ui/query-view'
import { Moment } from '@/components/ui/time'
import { useCan } from '@/lib/session'
import { exemptionQuery } from './api/get-rules'

const MARGIN_MS = 3_600_000

/** What an exemption kept from being an alert; the events themselves are all there. */
export function HiddenEvents({ id }: { id: string }) {
  const { t } = useTranslation()
  const maySearch = useCan('EVENT_SEARCH')
  const detail = useQuery(exemptionQuery(id))
  const around = (at: string) => ({ from: new Date(Date.parse(at) - 7 * 24 * MARGIN_MS).toISOString(), to: new Date(Date.parse(at) + MARGIN_MS).toISOString() })
  return (
    <QueryView query={detail} rows={2}>
      {({ hiddenEvents, hidden }) => (
        <div className="stack-s" data-testid="hidden-events">
          <span className="faint">{t('exemption.hiddenShown', { shown: hiddenEvents.length, total: hidden })}</span>
          <ul className="sample-list">
            {hiddenEvents.map(({ event, rule, at }) => (
              <li key={`${event}${rule}`}><Moment at={at} />{maySearch ? <Link className="mono cut" to="/search" search={{ q: `_id:"${event}"`, ...around(at) }}>{event}</Link> : <code className="mono cut">{event}</code>}</li>
            ))}
          </ul>
        </div>
      )}
    </QueryView>
  )
}
