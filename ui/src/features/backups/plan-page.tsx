import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { Card, Facts, Page } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { Pill } from '@/components/ui/pill'
import { QueryView } from '@/components/ui/query-view'
import { PlanStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import type { BackupRun, DutyRun, Plan, PlanDetail, Snapshot } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'
import { useCan } from '@/lib/session'
import { planQuery, snapshotsQuery } from './api/get-backups'
import { useLiveBackups } from './api/live-backups'
import { ApprovalsCard } from './approvals-card'
import { ForgetDialog } from './forget-dialog'
import { PlanButtons } from './plan-buttons'
import { PutOffs } from './put-offs'
import { RunningBar } from './running-bar'
import { TargetTable } from './target-table'

const route = getRouteApi('/shell/backups/$id')

/** One plan: where its copies are, what ran, what is in the repositories, what waits for a second person. */
export function PlanPage() {
  const { t } = useTranslation()
  const { id } = route.useParams()
  const query = useQuery(planQuery(id))
  return (
    <Page title={query.data?.plan.name ?? t('backups.plan')} updatedAt={query.dataUpdatedAt} testId="page-plan" actions={<Link to="/backups">{t('backups.toPlans')}</Link>}>
      <QueryView query={query} rows={8}>{(detail) => <Body detail={detail} />}</QueryView>
    </Page>
  )
}

function Body({ detail }: { detail: PlanDetail }) {
  const { t } = useTranslation()
  const { plan } = detail
  const live = useLiveBackups().get(plan.id)
  const running = live ?? plan.running
  return (
    <div className="stack">
      {detail.problems.map((problem) => <Notice key={problem} tone="bad">{problem}</Notice>)}
      {plan.held.length > 0 && <Notice tone="warn" testId="held">{t('backups.held')} {plan.held.join('; ')}</Notice>}
      <Card title={t('backups.state')} extra={<PlanStatePill state={plan.state} />}>
        <div className="stack">
          {running && <RunningBar running={running} />}
          <PutOffs plan={plan} />
          <PlanFacts plan={plan} />
          <PlanButtons plan={plan} more />
        </div>
      </Card>
      <Card title={t('backups.targets')} count={plan.targets.length} extra={<Spread plan={plan} />}><TargetTable plan={plan} /></Card>
      <ApprovalsCard planId={plan.id} />
      <Card title={t('backups.snapshots')} body={false}><Snapshots plan={plan} /></Card>
      <Card title={t('backups.runsTitle')} count={detail.runs.length} body={false}><Runs runs={detail.runs} /></Card>
      <Card title={t('backups.dutiesTitle')} count={detail.duties.length} body={false}><Duties duties={detail.duties} /></Card>
    </div>
  )
}

/** Three copies, two kinds of places, one of them apart. */
export function Spread({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const { copies, media, offsite, enough } = plan.spread
  return <Pill tone={enough ? 'ok' : 'warn'} title={t('backups.spreadHint')}>{t('backups.spread', { copies, media, offsite })}</Pill>
}

function PlanFacts({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <Facts
      items={[
        [t('backups.system'), plan.system && `${plan.system.name} (${t('incident.level', { level: plan.level })})`],
        [t('backups.owner'), plan.owner || null],
        [t('backups.source'), <code key="s" className="mono wrap-any">{plan.source.join(' · ')}</code>],
        [t('backups.retention'), plan.retention],
        [t('backups.schedule'), <ul key="b" className="bullets">{plan.bells.map((bell) => <li key={bell.duty}>{t(`backups.duty.${bell.duty}`)}: <code className="mono">{bell.cron}</code>{bell.next && <> · {t('backups.next')} <Moment at={bell.next} short /></>}</li>)}</ul>],
      ]}
    />
  )
}

/** Where the last comparison of the targets found a snapshot. */
function placesOf(plan: Plan, id: string): string {
  const found = plan.targets.filter(({ first, copy }) => (first ? plan.targets.some((other) => [...(other.copy?.detail.same ?? []), ...(other.copy?.detail.missing ?? [])].includes(id)) : copy?.detail.same?.includes(id)))
  return found.map(({ name }) => name).join(' · ') || '—'
}

function Snapshots({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const snapshots = useQuery(snapshotsQuery(plan.id))
  const mayAsk = useCan('BACKUP_RUN')
  const [going, setGoing] = useState<Snapshot | null>(null)
  const columns = useMemo<Column<Snapshot>[]>(
    () => [
      { key: 'at', title: t('drill.at'), width: 156, render: (each) => <Moment at={each.at} /> },
      { key: 'id', title: t('backups.snapshot'), render: (each) => <span className="row-wrap"><code className="mono">{each.id.slice(0, 8)}</code>{each.drilled && <Pill tone="ok">{t('backups.drilled')}</Pill>}{each.troubles > 0 && <Pill tone="warn">{t('backups.incomplete')}</Pill>}</span> },
      { key: 'places', title: t('backups.targets'), width: 200, from: 900, render: (each) => <span className="cut">{placesOf(plan, each.id)}</span> },
      { key: 'files', title: t('drill.files'), width: 110, align: 'right', render: (each) => <span className="num">{number(each.files)}</span> },
      { key: 'bytes', title: t('drill.bytes'), width: 110, align: 'right', render: (each) => <span className="num">{bytes(each.bytes)}</span> },
      ...(mayAsk ? [{ key: 'acts', title: '', width: 150, align: 'right' as const, render: (each: Snapshot) => <Button size="small" onClick={() => setGoing(each)} data-testid={`forget-${each.id.slice(0, 8)}`}>{t('approval.askForget')}</Button> }] : []),
    ],
    [t, mayAsk, plan],
  )
  return (
    <>
      <QueryView query={snapshots} rows={3}>{(rows) => rows.length === 0 ? <PageState title={t('backups.noSnapshots')} testId="state-empty">{t('backups.noSnapshotsHint')}</PageState> : <DataTable label={t('backups.snapshots')} testId="snapshot-table" columns={columns} rows={rows} rowKey={(each) => each.id} />}</QueryView>
      {going && <ForgetDialog plan={plan} snapshot={going} onClose={() => setGoing(null)} />}
    </>
  )
}

function Runs({ runs }: { runs: BackupRun[] }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<string | null>(null)
  const columns = useMemo<Column<BackupRun>[]>(
    () => [
      { key: 'ok', title: t('drill.result'), width: 120, render: (run) => <Pill tone={run.ok ? (run.problem ? 'warn' : 'ok') : 'bad'}>{t(run.ok ? (run.problem ? 'backups.incomplete' : 'backups.done') : 'backups.failed')}</Pill> },
      { key: 'at', title: t('drill.at'), width: 156, render: (run) => <Moment at={run.at} /> },
      { key: 'problem', title: t('backups.troubles'), render: (run) => run.troubles.length > 0 ? <button type="button" className="link-button" aria-expanded={open === run.at} onClick={() => setOpen(open === run.at ? null : run.at)}>{run.problem}</button> : <span className="cut">{run.problem ?? '—'}</span> },
      { key: 'files', title: t('drill.files'), width: 96, align: 'right', render: (run) => <span className="num">{number(run.files)}</span> },
      { key: 'bytes', title: t('drill.bytes'), width: 96, align: 'right', render: (run) => <span className="num">{bytes(run.bytes)}</span> },
      { key: 'added', title: t('backups.added'), width: 96, align: 'right', render: (run) => <span className="num">{bytes(run.addedBytes)}</span> },
    ],
    [t, open],
  )
  if (runs.length === 0) return <PageState title={t('backups.noRuns')} testId="state-no-runs">{t('backups.noSnapshotsHint')}</PageState>
  return <DataTable label={t('backups.runsTitle')} testId="run-table" columns={columns} rows={runs} rowKey={(run) => run.at} expandedKey={open} expanded={(run) => <ul className="bullets mono wrap-any">{run.troubles.map((trouble) => <li key={trouble.path}>{trouble.path}: {trouble.reason}</li>)}</ul>} />
}

function Duties({ duties }: { duties: DutyRun[] }) {
  const { t } = useTranslation()
  const columns = useMemo<Column<DutyRun>[]>(
    () => [
      { key: 'ok', title: t('drill.result'), width: 150, render: (run) => <Pill tone={run.ok ? 'ok' : 'bad'}>{run.ok ? t('backups.done') : t(`backups.problem.${run.problem}`)}</Pill> },
      { key: 'at', title: t('drill.at'), width: 156, render: (run) => <Moment at={run.at} /> },
      { key: 'kind', title: t('backups.act'), width: 190, render: (run) => t(`backups.duty.${run.kind}`) },
      { key: 'target', title: t('backups.target'), width: 220, from: 900, render: (run) => <span className="cut" title={run.target}>{run.target}</span> },
      { key: 'summary', title: t('backups.outcome'), render: (run) => <div className="cell-wrap wrap-any">{run.summary}</div> },
    ],
    [t],
  )
  if (duties.length === 0) return <p className="faint" style={{ padding: 12 }}>{t('backups.noDuties')}</p>
  return <DataTable label={t('backups.dutiesTitle')} testId="duty-table" columns={columns} rows={duties} rowKey={(run) => `${run.kind}-${run.target}-${run.at}`} />
}
