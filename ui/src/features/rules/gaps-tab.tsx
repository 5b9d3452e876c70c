import { CheckCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { GapPill } from '@/components/ui/rule-signs'
import { Duration, Moment } from '@/components/ui/time'
import { number } from '@/lib/format'
import { GAP_STATES, type Gap } from '@/lib/rule-types'
import { useCan } from '@/lib/session'
import { useFillGap } from './api/change-rules'
import { gapsQuery } from './api/get-rules'
import { CanaryStrip } from './canary-strip'

/** Times in which a rule did not look; filling one runs the rule over what is stored, with the same alert ids. */
export function GapsTab() {
  const { t } = useTranslation()
  const gaps = useQuery(gapsQuery)
  const columns = useMemo<Column<Gap>[]>(
    () => [
      { key: 'state', title: t('queue.state'), width: 124, sort: (a, b) => GAP_STATES.indexOf(a.state) - GAP_STATES.indexOf(b.state), render: (gap) => <GapPill state={gap.state} /> },
      { key: 'rule', title: t('rules.rule'), render: (gap) => gap.ruleId ? <Link className="cut" to="/rules/$id" params={{ id: gap.ruleId }}>{gap.title || gap.ruleId}</Link> : <span className="tone-warn">{t('exemption.allRules')}</span> },
      { key: 'from', title: t('gap.from'), width: 156, sort: (a, b) => a.from.localeCompare(b.from), render: (gap) => <Moment at={gap.from} /> },
      { key: 'to', title: t('gap.to'), width: 156, render: (gap) => <Moment at={gap.to} /> },
      { key: 'length', title: t('gap.length'), width: 116, align: 'right', from: 820, render: (gap) => <Duration seconds={Math.round((Date.parse(gap.to) - Date.parse(gap.from)) / 1000)} /> },
      { key: 'reason', title: t('form.reason'), width: 210, from: 960, render: (gap) => <div className="cell-wrap">{t(`gapReason.${gap.reason}`)}{gap.problem && <div className="tone-bad">{gap.problem}</div>}</div> },
      { key: 'alerts', title: t('gap.found'), width: 118, align: 'right', from: 820, render: (gap) => gap.state === 'FILLED' ? <span className="num" title={t('gap.foundHint', { events: number(gap.events), withheld: number(gap.withheld), hidden: number(gap.hidden), folded: number(gap.folded) })}>{number(gap.alerts)}</span> : <span className="faint">—</span> },
      { key: 'acts', title: '', width: 116, align: 'right', render: (gap) => <Fill gap={gap} /> },
    ],
    [t],
  )
  return (
    <>
      <CanaryStrip />
      <p className="muted">{t('gap.about')}</p>
      <div className="split"><div className="split-main"><div className="table-box" style={{ flex: 1 }}>
        <QueryView query={gaps}>
          {({ items: rows }) => rows.length === 0 ? <PageState icon={<CheckCircleOutlined />} title={t('gap.none')} testId="state-empty">{t('gap.noneHint')}</PageState> : <DataTable label={t('rules.tab.gaps')} testId="gap-table" columns={columns} rows={rows} rowKey={(gap) => gap.id} />}
        </QueryView>
      </div></div></div>
    </>
  )
}

function Fill({ gap }: { gap: Gap }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayFill = useCan('RULE_TRY')
  const fill = useFillGap()
  if (!mayFill || (gap.state !== 'OPEN' && gap.state !== 'FAILED')) return null
  return <Button size="small" loading={fill.isPending} onClick={() => fill.mutate(gap.id, { onSuccess: () => void message.success(t('gap.filling')), onError: (error) => void message.error(error.message) })} data-testid={`gap-fill-${gap.id}`}>{t('gap.fill')}</Button>
}
