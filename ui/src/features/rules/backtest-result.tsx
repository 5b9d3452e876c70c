import { Button, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { DayBars } from '@/components/ui/day-bars'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { BacktestPill } from '@/components/ui/rule-signs'
import { date, number } from '@/lib/format'
import type { Backtest } from '@/lib/rule-types'
import { useCan } from '@/lib/session'
import { useCancelBacktest } from './api/change-rules'
import { isRunning } from './api/get-rules'
import { BacktestSamples } from './backtest-samples'
import { BacktestTop } from './backtest-top'
import { everyDay } from './days'

/** Alerts a day from which a rule costs more attention than it gives. */
const NOISY = 20

export function BacktestResult({ result }: { result: Backtest }) {
  const { t } = useTranslation()
  const mayRun = useCan('RULE_TRY')
  const cancel = useCancelBacktest()
  const running = isRunning(result)
  return (
    <div className="stack" data-testid="backtest-result" data-state={result.state}>
      <Card
        title={`${date(result.from)} – ${date(result.to)}`}
        extra={<><span className="faint">{result.by} · <code className="mono">{result.ruleVersion}</code></span><BacktestPill state={result.state} />{running && mayRun && <Button danger loading={cancel.isPending} onClick={() => cancel.mutate(result.id)} data-testid="backtest-cancel">{t('backtest.cancel')}</Button>}</>}
      >
        <div className="stack">
          {!(result.state === 'DONE' && result.complete) && <Progress percent={Math.floor(result.progress * 100)} size="small" status={running ? 'active' : 'normal'} aria-label={t('backtest.progress')} data-testid="backtest-progress" />}
          {result.problem && <Notice tone="bad">{result.problem}</Notice>}
          {result.cut && <Notice tone="warn" testId="backtest-cut">{t('backtest.cut', { why: t(`backtestCut.${result.cut}`), until: date(result.reached) })}</Notice>}
          {cancel.error && <Notice tone="bad">{cancel.error.message}</Notice>}
          <Figures result={result} />
          <div className="bars-titled"><h3 className="diff-title">{t('backtest.alertsPerDay')}</h3><DayBars days={everyDay(result.from, result.to, result.days)} label={t('backtest.alertsPerDay')} testId="backtest-days" /></div>
        </div>
      </Card>
      <BacktestTop result={result} />
      <BacktestSamples result={result} />
      {result.query.length > 0 && <Card title={t('backtest.query')}><ul className="stack-s">{result.query.map((query) => <li key={query}><code className="mono wrap-any">{query}</code></li>)}</ul></Card>}
    </div>
  )
}

function Figures({ result }: { result: Backtest }) {
  const { t } = useTranslation()
  const { events, read, alerts, hidden, folded, alertsPerDay, tookMs } = result
  const noisy = alertsPerDay >= NOISY
  return (
    <dl className="figures">
      <div className="figure"><dt>{t('backtest.events')}</dt><dd>{number(events)}<small>{t('backtest.read', { read: number(read), seconds: number(tookMs / 1000, 1) })}</small></dd></div>
      <div className="figure"><dt>{t('backtest.alerts')}</dt><dd>{number(alerts)}<small>{t('backtest.matched', { count: result.matched, shown: number(result.matched) })}</small>{hidden + folded > 0 && <small data-testid="backtest-held">{t('backtest.held', { hidden: number(hidden), folded: number(folded) })}</small>}</dd></div>
      <div className="figure" data-testid="backtest-noise"><dt>{t('backtest.noise')}</dt><dd className={noisy ? 'tone-warn' : undefined}>{number(alertsPerDay, alertsPerDay < 10 ? 1 : 0)}<small>{noisy ? t('backtest.noisy') : t('backtest.perDay')}</small></dd></div>
    </dl>
  )
}
