import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card, Facts } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { PlanStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import type { Plan } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'
import { useLiveBackups, type LiveDuty } from './api/live-backups'
import { AgainstTarget } from './against-target'
import { ApprovalsCard } from './approvals-card'
import { DrillPill } from './drills-tab'
import { PlanButtons } from './plan-buttons'
import { Spread } from './plan-page'
import { PutOffs } from './put-offs'
import { RunningBar } from './running-bar'
import { TargetTable } from './target-table'

export function PlansTab({ plans }: { plans: UseQueryResult<Plan[]> }) {
  const { t } = useTranslation()
  const live = useLiveBackups()
  return (
    <div className="stack">
      <ApprovalsCard />
      <QueryView query={plans} rows={6}>
        {(all) => all.length === 0 ? <div className="card"><PageState title={t('backups.none')} testId="state-empty">{t('backups.noneHint')}</PageState></div> : (
          <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 520px), 1fr))', gap: 12, alignItems: 'start' }}>
            {all.map((plan) => <PlanCard key={plan.id} plan={plan} live={live.get(plan.id)} />)}
          </div>
        )}
      </QueryView>
    </div>
  )
}

/** The time of day of a schedule that runs once every day, from its cron text; others stay as written. */
function daily(schedule: string): string | undefined {
  const [, minute = '', hour = ''] = /^0 (\d{1,2}) (\d{1,2}) \* \* \?$/.exec(schedule) ?? []
  return hour && `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
}

function PlanCard({ plan, live }: { plan: Plan; live: LiveDuty | undefined }) {
  const { t } = useTranslation()
  const running = live ?? plan.running
  return (
    <Card title={plan.name} testId={`plan-${plan.id}`} extra={<PlanStatePill state={plan.state} />}>
      <div className="stack">
        {plan.lastRun?.problem && <Notice tone="bad">{plan.lastRun.problem}</Notice>}
        {plan.held.length > 0 && <Notice tone="warn">{t('backups.held')} {plan.held.join('; ')}</Notice>}
        {running && <RunningBar running={running} />}
        <PutOffs plan={plan} />
        <Facts
          items={[
            [t('backups.system'), plan.system && `${plan.system.name} (${t('incident.level', { level: plan.level })})`],
            [t('backups.source'), <code key="s" className="mono wrap-any">{plan.source.join(' · ')}</code>],
            [t('backups.schedule'), <span key="c">{daily(plan.schedule) ? t('backups.daily', { time: daily(plan.schedule) }) : plan.schedule}{plan.nextRun && <> · {t('backups.next')} <Moment at={plan.nextRun} short /></>}</span>],
            [t('backups.rule'), <Spread key="r" plan={plan} />],
            [t('backups.retention'), plan.retention],
            [t('backups.lastRun'), plan.lastRun ? <span key="l"><Moment at={plan.lastRun.at} /> · {t('backups.ran', { files: number(plan.lastRun.files), bytes: bytes(plan.lastRun.bytes), added: bytes(plan.lastRun.addedBytes) })}</span> : null],
            [t('backups.lastDrill'), plan.lastDrill ? <span key="d" className="row-wrap"><DrillPill drill={plan.lastDrill} /><Moment at={plan.lastDrill.startedAt} /></span> : <span key="d" className="tone-warn">{t('backups.neverDrilled')}</span>],
          ]}
        />
        <TargetTable plan={plan} />
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 14 }}>
          <AgainstTarget label={t('backups.rpo')} seconds={plan.lastDrill?.rpoSeconds ?? null} target={plan.rpoSeconds} />
          <AgainstTarget label={t('backups.rto')} seconds={plan.lastDrill?.rtoSeconds ?? null} target={plan.rtoSeconds} />
        </div>
        <PlanButtons plan={plan}><Link to="/backups/$id" params={{ id: plan.id }} data-testid={`open-${plan.id}`}>{t('backups.open')}</Link></PlanButtons>
      </div>
    </Card>
  )
}
