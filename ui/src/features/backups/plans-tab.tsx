import { PlayCircleOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card, Facts } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { Pill } from '@/components/ui/pill'
import { QueryView } from '@/components/ui/query-view'
import { PlanStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import type { Plan } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'
import { useCan } from '@/lib/session'
import { snapshotsQuery, useStart, type Start } from './api/get-backups'
import { AgainstTarget } from './against-target'
import { DrillPill } from './drills-tab'

export function PlansTab({ plans }: { plans: UseQueryResult<Plan[]> }) {
  const { t } = useTranslation()
  return (
    <QueryView query={plans} rows={6}>
      {(all) => all.length === 0 ? <div className="card"><PageState title={t('backups.none')} testId="state-empty">{t('backups.noneHint')}</PageState></div> : (
        <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(500px, 1fr))', gap: 12, alignItems: 'start' }}>
          {all.map((plan) => <PlanCard key={plan.id} plan={plan} />)}
        </div>
      )}
    </QueryView>
  )
}

/** The time of day of a schedule that runs once every day, from its cron text; others stay as written. */
function daily(schedule: string): string | undefined {
  const [, minute = '', hour = ''] = /^0 (\d{1,2}) (\d{1,2}) \* \* \?$/.exec(schedule) ?? []
  return hour && `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
}

function PlanCard({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <Card title={plan.name} testId={`plan-${plan.id}`} extra={<PlanStatePill state={plan.state} />}>
      <div className="stack">
        {plan.lastRun?.problem && <Notice tone="bad">{plan.lastRun.problem}</Notice>}
        <Facts
          items={[
            [t('backups.system'), plan.system && `${plan.system.name} (${t('incident.level', { level: plan.system.level })})`],
            [t('backups.source'), <code key="s" className="mono">{plan.source.join(' · ')}</code>],
            [t('backups.schedule'), <span key="c">{daily(plan.schedule) ? t('backups.daily', { time: daily(plan.schedule) }) : plan.schedule}{plan.nextRun && <> · {t('backups.next')} <Moment at={plan.nextRun} short /></>}</span>],
            [t('backups.targets'), <span key="t" className="row-wrap">{plan.targets.join(' · ')} {plan.targets.length < 2 && <Pill tone="warn">{t('backups.oneTarget')}</Pill>}</span>],
            [t('backups.retention'), plan.retention],
            [t('backups.lastRun'), plan.lastRun ? <span key="l"><Moment at={plan.lastRun.at} /> · {t('backups.ran', { files: number(plan.lastRun.files), bytes: bytes(plan.lastRun.bytes), added: bytes(plan.lastRun.addedBytes) })}</span> : null],
            [t('backups.lastDrill'), plan.lastDrill ? <span key="d" className="row-wrap"><DrillPill drill={plan.lastDrill} /><Moment at={plan.lastDrill.startedAt} /></span> : <span key="d" className="tone-warn">{t('backups.neverDrilled')}</span>],
          ]}
        />
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 14 }}>
          <AgainstTarget label={t('backups.rpo')} seconds={plan.lastDrill?.rpoSeconds ?? null} target={plan.rpoSeconds} />
          <AgainstTarget label={t('backups.rto')} seconds={plan.lastDrill?.rtoSeconds ?? null} target={plan.rtoSeconds} />
        </div>
        <PlanButtons plan={plan} open={open} onToggle={() => setOpen(!open)} />
        {open && <Snapshots planId={plan.id} />}
      </div>
    </Card>
  )
}

function PlanButtons({ plan, open, onToggle }: { plan: Plan; open: boolean; onToggle: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayRun = useCan('BACKUP_RUN')
  const start = useStart()
  const go = (what: Start['what']) => start.mutate({ planId: plan.id, what }, { onSuccess: () => void message.success(t(`backups.started.${what}`, { name: plan.name })), onError: (error) => void message.error(error.message) })
  const busy = (what: Start['what']) => plan.busy || (start.isPending && start.variables.what === what)
  return (
    <div className="row-wrap">
      {mayRun && <Button icon={<PlayCircleOutlined />} loading={busy('run')} onClick={() => go('run')} data-testid={`run-${plan.id}`}>{t('backups.runNow')}</Button>}
      {mayRun && <Button icon={<SafetyCertificateOutlined />} loading={busy('drill')} onClick={() => go('drill')} data-testid={`drill-${plan.id}`}>{t('backups.drillNow')}</Button>}
      <Button type="link" onClick={onToggle} aria-expanded={open} data-testid={`snapshots-${plan.id}`}>{open ? t('backups.hideSnapshots') : t('backups.showSnapshots')}</Button>
    </div>
  )
}

function Snapshots({ planId }: { planId: string }) {
  const { t } = useTranslation()
  const snapshots = useQuery(snapshotsQuery(planId))
  return (
    <QueryView query={snapshots} rows={3}>
      {(all) => all.length === 0 ? <p className="faint">{t('backups.noSnapshots')}</p> : (
        <table className="fields">
          <tbody>
            {all.map((snapshot) => (
              <tr key={snapshot.id} data-row-key={snapshot.id}>
                <th scope="row"><Moment at={snapshot.at} /></th>
                <td><code className="mono">{snapshot.id.slice(0, 8)}</code> · {t('backups.files', { count: snapshot.files })} · {bytes(snapshot.bytes)} · {t('pipeline.seconds', { count: snapshot.seconds })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </QueryView>
  )
}
