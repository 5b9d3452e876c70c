import { HistoryOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Segmented } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { fromPicker, toPicker } from '@/lib/format'
import type { RuleDetail } from '@/lib/rule-types'
import { useCan } from '@/lib/session'
import { useStartBacktest } from './api/change-rules'
import { backtestQuery, backtestsQuery } from './api/get-rules'
import { BacktestResult } from './backtest-result'
import type { RuleSearch } from './rules-search'

const DAY = 86_400_000
const RANGES = ['7', '30', '90', '365'] as const
type Range = (typeof RANGES)[number] | 'own'
type Props = { rule: RuleDetail; search: RuleSearch; onGo: (next: RuleSearch) => void }

/** What the rule would have said about the past; the engine decides on every event, not an estimate. */
export function BacktestTab({ rule, search, onGo }: Props) {
  const { t } = useTranslation()
  const earlier = useQuery(backtestsQuery).data?.find(({ ruleId }) => ruleId === rule.id)?.id
  const shown = search.backtest ?? earlier
  const mayRun = useCan('RULE_TRY')
  const start = useStartBacktest()
  const [range, setRange] = useState<Range>('30')
  const [today] = useState(() => toPicker(new Date().toISOString()))
  const [own, setOwn] = useState<[Dayjs, Dayjs] | null>(null)
  // A version that does not run yet is tried by its text.
  const what = rule.running === rule.current ? { ruleId: rule.id } : { text: rule.text }
  const run = () => {
    const now = Date.now()
    const from = range === 'own' && own ? fromPicker(own[0]) : new Date(now - Number(range) * DAY).toISOString()
    const to = range === 'own' && own ? fromPicker(own[1]) : new Date(now).toISOString()
    start.mutate({ ...what, from, to }, { onSuccess: ({ id }) => onGo({ tab: 'backtest', backtest: id }) })
  }
  return (
    <div className="stack">
      <Card title={t('backtest.title')}>
        <div className="stack-s">
          <p className="muted">{t('backtest.hint')}</p>
          {start.error && <Notice tone="bad" testId="backtest-problem">{start.error.message}</Notice>}
          {mayRun && (
            <div className="row-wrap">
              <Segmented<Range> aria-label={t('backtest.over')} value={range} onChange={setRange} options={[...RANGES.map((value) => ({ value, label: t(`backtest.range.${value}`) })), { value: 'own' as const, label: t('search.range.fixed') }]} />
              {range === 'own' && <DatePicker.RangePicker showTime format="DD/MM/YYYY HH:mm" value={own} maxDate={today} onChange={(value) => setOwn(value?.[0] && value[1] ? [value[0], value[1]] : null)} />}
              <Button type="primary" icon={<HistoryOutlined />} loading={start.isPending} disabled={range === 'own' && own === null} onClick={run} data-testid="backtest-start">{t('backtest.start')}</Button>
            </div>
          )}
        </div>
      </Card>
      {shown ? <Result id={shown} /> : <div className="card"><PageState icon={<HistoryOutlined />} title={t('backtest.none')} testId="state-empty">{t('backtest.noneHint')}</PageState></div>}
    </div>
  )
}

function Result({ id }: { id: string }) {
  const backtest = useQuery(backtestQuery(id))
  return <QueryView query={backtest} rows={6}>{(result) => <BacktestResult result={result} />}</QueryView>
}
