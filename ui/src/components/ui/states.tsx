import { useTranslation } from 'react-i18next'
import type { AlertState, ClauseState, ClockState, IncidentState, PlanState, RunState, Severity, StepState, TaskState } from '@/lib/api-types'
import { Pill, type Tone } from './pill'

const ALERT: Record<AlertState, Tone> = { MOI: 'now', DANG_XU_LY: 'warn', DA_LEO_THANG: 'high', DA_DONG: 'ok', TAM_HOAN: 'plain' }
const INCIDENT: Record<IncidentState, Tone> = {
  NGHI_NGO: 'now', DA_TUYEN_BO: 'bad', PHAN_TICH: 'warn', NGAN_CHAN: 'warn', LOAI_BO: 'warn', PHUC_HOI: 'now', SAU_SU_CO: 'now', DA_DONG: 'ok',
  CHO_BEN_NGOAI: 'plain', HUY: 'plain', GOP_VAO: 'plain',
}
const SEVERITY: Record<Severity, Tone> = { M1: 'crit', M2: 'high', M3: 'med', M4: 'low' }
const TASK: Record<TaskState, Tone> = { CHO: 'plain', DA_NHAN: 'now', DANG_LAM: 'warn', BI_CHAN: 'bad', XONG: 'ok', BO_QUA: 'plain' }
const RUN: Record<RunState, Tone> = { RUNNING: 'warn', WAITING: 'now', PAUSED: 'warn', SUCCEEDED: 'ok', FAILED: 'bad', CANCELLED: 'plain' }
/** Colour of a step, in lists and in the diagram alike. */
export const STEP_TONE: Record<StepState, Tone> = {
  PENDING: 'plain', DELAYED: 'plain', WAITING_INPUT: 'now', WAITING_APPROVAL: 'now', RUNNING: 'warn', SUCCEEDED: 'ok', FAILED: 'bad', TIMED_OUT: 'bad',
  SKIPPED: 'plain', CANCELLED: 'plain', UNKNOWN: 'bad',
}
const CLOCK: Record<ClockState, Tone> = { RUNNING: 'now', DUE_SOON: 'warn', OVERDUE: 'bad', DONE: 'ok', DONE_LATE: 'warn' }
const PLAN: Record<PlanState, Tone> = { OK: 'ok', LATE: 'warn', FAILED: 'bad', NEVER: 'plain' }
const CLAUSE: Record<ClauseState, Tone> = { DAT: 'ok', MOT_PHAN: 'warn', CHUA: 'bad', KHONG_AP_DUNG: 'plain' }

export function AlertStatePill({ state }: { state: AlertState }) {
  const { t } = useTranslation()
  return <Pill tone={ALERT[state]}>{t(`alertState.${state}`)}</Pill>
}

export function IncidentStatePill({ state }: { state: IncidentState }) {
  const { t } = useTranslation()
  return <Pill tone={INCIDENT[state]}>{t(`incidentState.${state}`)}</Pill>
}

export function SeverityPill({ severity, short = false }: { severity: Severity; short?: boolean }) {
  const { t } = useTranslation()
  const name = t(`severity.${severity}`)
  if (!short) return <Pill tone={SEVERITY[severity]}>{`${severity} · ${name}`}</Pill>
  return <Pill tone={SEVERITY[severity]} title={name}>{severity}<span className="visually-hidden">{name}</span></Pill>
}

export function TaskStatePill({ state }: { state: TaskState }) {
  const { t } = useTranslation()
  return <Pill tone={TASK[state]}>{t(`taskState.${state}`)}</Pill>
}

export function RunStatePill({ state }: { state: RunState }) {
  const { t } = useTranslation()
  return <Pill tone={RUN[state]}>{t(`runState.${state}`)}</Pill>
}

export function StepStatePill({ state }: { state: StepState }) {
  const { t } = useTranslation()
  return <Pill tone={STEP_TONE[state]}>{t(`stepState.${state}`)}</Pill>
}

export function ClockStatePill({ state }: { state: ClockState }) {
  const { t } = useTranslation()
  return <Pill tone={CLOCK[state]}>{t(`clockState.${state}`)}</Pill>
}

export function PlanStatePill({ state }: { state: PlanState }) {
  const { t } = useTranslation()
  return <Pill tone={PLAN[state]}>{t(`planState.${state}`)}</Pill>
}

export function ClauseStatePill({ state }: { state: ClauseState }) {
  const { t } = useTranslation()
  return <Pill tone={CLAUSE[state]}>{t(`clauseState.${state}`)}</Pill>
}
