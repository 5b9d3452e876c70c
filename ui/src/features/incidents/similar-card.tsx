import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/page'
import { IncidentStatePill, SeverityPill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import { similarQuery } from './api/get-incidents'

/** Incidents that share something with this one, and what; nothing is shown where there are none. */
export function SimilarCard({ id }: { id: string }) {
  const { t } = useTranslation()
  const { data = [] } = useQuery(similarQuery(id))
  if (data.length === 0) return null
  return (
    <Card title={t('similar.title')} count={data.length} testId="similar-incidents">
      {data.map((each) => (
        <div key={each.id} className="row" style={{ padding: '3px 0' }}>
          <SeverityPill severity={each.severity} short />
          <Link className="mono nowrap" to="/incidents/$id" params={{ id: each.id }} data-testid={`similar-${each.id}`}>{each.id}</Link>
          <span className="grow two-lines">
            <span className="cut strong" title={each.title}>{each.title}</span>
            <span className="cut faint">{each.reasons.map(({ kind, value }) => `${t(`similar.kind.${kind}`)} ${value}`).join(' · ')}</span>
          </span>
          <Moment at={each.detectedAt} short />
          <IncidentStatePill state={each.state} />
        </div>
      ))}
    </Card>
  )
}
