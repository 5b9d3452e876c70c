import { useTranslation } from 'react-i18next'
import { FieldTable } from '@/components/ui/field-table'
import { Card } from '@/components/ui/page'
import { Moment } from '@/components/ui/time'
import type { Backtest } from '@/lib/rule-types'

/** Alerts that the rule would have raised, at most twenty, with the values that made them. */
export function BacktestSamples({ result }: { result: Backtest }) {
  const { t } = useTranslation()
  if (result.samples.length === 0) return null
  return (
    <Card title={t('backtest.samples')} count={result.samples.length} testId="backtest-samples">
      {result.samples.map(({ alertId, at, reason, entity, organization, fields }) => (
        <details key={alertId} className="event-line">
          <summary>
            <Moment at={at} />
            <span className="grow cut" title={reason}>{entity && <code className="mono strong">{entity} · </code>}{reason}</span>
            {organization && <span className="faint nowrap">{organization.name}</span>}
          </summary>
          <div><FieldTable fields={Object.entries(fields).map(([name, value]) => ({ name, value }))} /></div>
        </details>
      ))}
    </Card>
  )
}
