import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/page'
import { number } from '@/lib/format'
import { clause } from '@/lib/query-text'
import type { Backtest } from '@/lib/rule-types'

export function BacktestTop({ result }: { result: Backtest }) {
  const { t } = useTranslation()
  const top = result.top.filter(({ values }) => values.length > 0)
  if (top.length === 0) return null
  return (
    <Card title={t('value.top')} testId="backtest-top">
      <div className="top-grid">
        {top.map(({ field, values }) => (
          <div key={field}>
            <h3 className="mono faint">{field === 'entity' ? t('queue.entity') : field}</h3>
            <ul className="top-list">
              {values.map(({ value, alerts }) => (
                <li key={value}>
                  <span className="row">
                    {field === 'entity' ? <span className="grow cut mono" title={value}>{value}</span> : <Link className="grow cut mono" to="/search" search={{ q: clause(field, value), from: result.from, to: result.to }} title={value}>{value}</Link>}
                    <b className="num">{number(alerts)}</b>
                  </span>
                  <i style={{ width: `${(100 * alerts) / (values[0]?.alerts ?? 1)}%` }} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Card>
  )
}
