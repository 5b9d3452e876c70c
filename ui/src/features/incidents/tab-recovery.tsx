import { SafetyCertificateOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card, Facts } from '@/components/ui/page'
import { Pill } from '@/components/ui/pill'
import { QueryView } from '@/components/ui/query-view'
import { Duration, Moment } from '@/components/ui/time'
import type { IncidentDetail, Recovery, RecoveryStep } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'
import { useCan } from '@/lib/session'
import { placesQuery, recoveryQuery, useDrillOnPoint } from './api/get-recovery'

const TONE = { PASSED: 'ok', FAILED: 'bad', RUNNING: 'now', INTERRUPTED: 'warn' } as const

/** The clean backup points before the intrusion, in the order of restoring, and drilling on them. */
export function RecoveryTab({ detail: { incident } }: { detail: IncidentDetail }) {
  const recovery = useQuery(recoveryQuery(incident.id))
  return <QueryView query={recovery} rows={5}>{(found) => <Points incidentId={incident.id} recovery={found} />}</QueryView>
}

function Points({ incidentId, recovery }: { incidentId: string; recovery: Recovery }) {
  const { t } = useTranslation()
  return (
    <>
      <Card title={t('recovery.plan')} count={recovery.steps.length} testId="recovery-plan">
        <Facts
          items={[
            [t('recovery.before'), <span key="b"><Moment at={recovery.before} /> <span className="faint">({t(`recovery.source.${recovery.source}`)})</span></span>],
            [t('recovery.expected'), recovery.steps.length > 0 && (recovery.expectedSeconds === null ? <span key="n" className="tone-warn">{t('recovery.notMeasured')}</span> : <Duration key="e" seconds={recovery.expectedSeconds} />)],
          ]}
        />
        {!recovery.bySystem && recovery.steps.length > 0 && <Notice tone="warn">{t('recovery.noSystems')}</Notice>}
        {recovery.steps.length === 0 && <p className="tone-warn">{t('recovery.noPlans')}</p>}
      </Card>
      {recovery.steps.map((step) => <Step key={step.planId} incidentId={incidentId} step={step} />)}
      <Card title={t('recovery.drills')} count={recovery.drills.length} testId="recovery-drills">
        {recovery.drills.length === 0 && <p className="faint">{t('recovery.noDrills')}</p>}
        {recovery.drills.map((drill) => <div key={drill.id} className="row-wrap" style={{ padding: '5px 0' }}><Pill tone={TONE[drill.state]}>{t(`drill.state.${drill.state}`)}</Pill><span className="strong">{drill.planName}</span><Moment at={drill.startedAt} /><code className="mono">{drill.snapshot.slice(0, 8)}</code>{drill.progress && <span>{t(`drill.phase.${drill.progress.phase}`)}{drill.progress.ofBytes > 0 && <> · {bytes(drill.progress.bytes)} / {bytes(drill.progress.ofBytes)}</>}</span>}{drill.problem && <span className="tone-bad wrap-any">{drill.problem}</span>}</div>)}
      </Card>
    </>
  )
}

function Drilled({ step }: { step: RecoveryStep }) {
  const { t } = useTranslation()
  if (step.drilled === null) return <Pill tone="warn">{t('recovery.notDrilled')}</Pill>
  return step.drilled ? <Pill tone="ok">{t('recovery.drilled')}</Pill> : <Pill tone="bad">{t('recovery.drillFailed')}</Pill>
}

function Step({ incidentId, step }: { incidentId: string; step: RecoveryStep }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayRun = useCan('BACKUP_RUN')
  const [asked, setAsked] = useState(false)
  const drill = useDrillOnPoint(incidentId)
  const go = (snapshot: string) => drill.mutate({ planId: step.planId, snapshot }, { onSuccess: () => void message.success(t('backups.startedWhat', { what: t('backups.start.drill'), name: step.planName })), onError: (error) => void message.error(error.message) })
  return (
    <Card title={`${step.order}. ${step.planName}`} testId={`recovery-${step.planId}`} extra={step.snapshot ? <Drilled step={step} /> : <Pill tone="bad">{t('recovery.noPoint')}</Pill>}>
      <div className="stack">
        <Facts
          items={[
            [t('backups.system'), step.system && `${step.system.name} (${t('incident.level', { level: step.system.level })})`],
            [t('recovery.point'), step.snapshot ? <span key="p"><Moment at={step.at} /> · <code className="mono">{step.snapshot.slice(0, 8)}</code> · {t('recovery.size', { files: number(step.files ?? 0), bytes: bytes(step.bytes ?? 0) })}{(step.troubles ?? 0) > 0 && <span className="tone-warn"> · {t('recovery.incomplete', { count: step.troubles ?? 0 })}</span>}</span> : <span key="p" className="tone-bad">{t('recovery.allYounger')}</span>],
            [t('backups.rto'), <span key="r">{step.expectedSeconds === null ? t('backups.notMeasured') : <Duration seconds={step.expectedSeconds} />} <span className="faint">/ <Duration seconds={step.rtoTargetSeconds} /></span></span>],
            [t('backups.lastDrill'), step.lastDrillAt ? <Moment key="l" at={step.lastDrillAt} /> : <span key="l" className="tone-warn">{t('backups.neverDrilled')}</span>],
            [t('backups.targets'), step.targets.join(' · ')],
          ]}
        />
        {asked && <Places incidentId={incidentId} planId={step.planId} />}
        <div className="row-wrap">
          {mayRun && step.snapshot && <Button icon={<SafetyCertificateOutlined />} loading={drill.isPending || step.busy} onClick={() => go(step.snapshot ?? '')} data-testid={`drill-point-${step.planId}`}>{t('recovery.drill')}</Button>}
          {step.snapshot && !asked && <Button type="link" onClick={() => setAsked(true)} data-testid={`places-${step.planId}`}>{t('recovery.ask')}</Button>}
        </div>
      </div>
    </Card>
  )
}

function Places({ incidentId, planId }: { incidentId: string; planId: string }) {
  const { t } = useTranslation()
  const places = useQuery(placesQuery(incidentId, planId))
  return (
    <QueryView query={places} rows={2}>
      {(all) => <ul className="bullets">{all.map((place) => <li key={place.location} className="wrap-any">{place.snapshot ? <Pill tone="ok">{t('recovery.there')}</Pill> : <Pill tone="bad">{t('recovery.notThere')}</Pill>} <code className="mono">{place.location}</code> {place.problem}</li>)}</ul>}
    </QueryView>
  )
}
