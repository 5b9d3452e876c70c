/**
 * The HTTP contract, written from the API description. Enums are the words of the backend; never
 * invent one here. Instants are ISO-8601 UTC strings.
 */

export const LEVELS = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'] as const
export type Level = (typeof LEVELS)[number]

export const ROLES = ['DIEU_PHOI', 'PHAN_TICH', 'VAN_HANH', 'BAO_CAO_VIEN', 'CHU_QUAN', 'BAO_VE_DLCN', 'KIEM_TOAN', 'QUAN_TRI'] as const
export type Role = (typeof ROLES)[number]

export const RIGHTS = [
  'ALERT_READ', 'ALERT_TRIAGE', 'INCIDENT_READ', 'INCIDENT_WRITE', 'INCIDENT_COORDINATE', 'TASK_WORK', 'RUN_DECIDE', 'EVENT_SEARCH', 'RULE_READ',
  'SOURCE_READ', 'TABLE_EDIT', 'BACKUP_READ', 'BACKUP_RUN', 'BACKUP_APPROVE', 'REPORT_READ', 'REPORT_ISSUE', 'AUDIT_READ', 'USER_ADMIN', 'RULE_EDIT', 'RULE_APPROVE', 'RULE_TRY',
] as const
export type Right = (typeof RIGHTS)[number]

export type Page<T> = { items: T[]; next: string | null; total?: number }
export type UnitRef = { code: string; name: string }

export type Session = {
  account: string
  fullName: string
  unit: UnitRef
  roles: Role[]
  rights: Right[]
  province: boolean
  mfa: { enrolled: boolean; required: boolean }
  demo: boolean
  version: string
}

export const ALERT_STATES = ['MOI', 'DANG_XU_LY', 'DA_LEO_THANG', 'DA_DONG', 'TAM_HOAN'] as const
export type AlertState = (typeof ALERT_STATES)[number]

export const DISPOSITIONS = ['DUNG_CO_ANH_HUONG', 'DUNG_KHONG_ANH_HUONG', 'HOP_LE', 'SAI_LUAT', 'SAI_DU_LIEU', 'TRUNG_LAP', 'CHUA_XAC_DINH'] as const
export type Disposition = (typeof DISPOSITIONS)[number]
export const NOTE_REQUIRED: readonly Disposition[] = ['HOP_LE', 'SAI_LUAT', 'SAI_DU_LIEU']

export type Alert = {
  id: string
  title: string
  reason: string
  level: Level
  at: string
  lastAt: string
  detected: string
  organization: UnitRef | null
  entity: string
  dataset: string
  ruleId: string
  ruleTitle: string
  tags: string[]
  occurrences: number
  /** Alerts folded into this one, beyond its occurrences. */
  more?: number
  ruleVersion?: string
  state: AlertState
  owner: string | null
  disposition: Disposition | null
  incidentId: string | null
  dueAt: string | null
  snoozedUntil: string | null
}

export type LevelCounts = Record<Level, number>
export type AlertPage = Page<Alert> & { total: number; counts: LevelCounts; unassigned: number; overdue: number; newest: string | null }
export type AlertGroup = { key: string; label: string; count: number; levels: Partial<LevelCounts>; newest: string }
export type AlertRule = {
  id: string
  title: string
  description: string
  level: Level
  status: string
  version: string
  falsePositives: string[]
  guide: string[]
  references: string[]
  /** Category of the incident that such an alert usually becomes; empty when the rule names none. */
  category: Category | ''
  author: string
  /** Name of the set it was imported with; empty for rules of the product. */
  set: string
  licence: string
}
export type HistoryAction = 'RAISE' | AlertAction | 'WAKE' | 'ESCALATE' | 'MOVE' | 'DETACH' | 'UNDO'
export type HistoryEntry = { at: string; actor: string; action: HistoryAction; note: string | null; undone: boolean; undo: string | null }
export type AlertDetail = {
  alert: Alert
  fields: { name: string; value: FieldValue }[]
  events: Event[]
  eventTotal: number
  rule: AlertRule | null
  related: Alert[]
  history: HistoryEntry[]
}
export type AlertAction = 'TAKE' | 'ASSIGN' | 'CLOSE' | 'REOPEN' | 'NOTE' | 'SNOOZE'
export type AlertActionRequest = { ids: string[]; action: AlertAction; owner?: string; disposition?: Disposition; note?: string; until?: string }
export type EscalateRequest = { ids: string[]; incidentId?: string; title?: string; category?: Category; severity?: Severity; note?: string }

export const CATEGORIES = ['MD', 'MH', 'TC', 'GM', 'XN', 'GD', 'PH', 'NT', 'LD', 'LQ', 'TS', 'CC', 'TH', 'LH', 'LV', 'TT', 'KH'] as const
export type Category = (typeof CATEGORIES)[number]
export const SEVERITIES = ['M1', 'M2', 'M3', 'M4'] as const
export type Severity = (typeof SEVERITIES)[number]
export const INCIDENT_STATES = [
  'NGHI_NGO', 'DA_TUYEN_BO', 'PHAN_TICH', 'NGAN_CHAN', 'LOAI_BO', 'PHUC_HOI', 'SAU_SU_CO', 'DA_DONG', 'CHO_BEN_NGOAI', 'HUY', 'GOP_VAO',
] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]
/** The way of an incident from suspicion to closing; the others are side states. */
export const INCIDENT_PHASES: readonly IncidentState[] = INCIDENT_STATES.slice(0, 8)
export const TLPS = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'] as const
export type Tlp = (typeof TLPS)[number]
export const PAPS = ['CLEAR', 'GREEN', 'AMBER', 'RED'] as const
export type Pap = (typeof PAPS)[number]
export const OBSERVABLE_KINDS = ['IP', 'DOMAIN', 'URL', 'HASH', 'EMAIL', 'FILE', 'ACCOUNT', 'OTHER'] as const
export type ObservableKind = (typeof OBSERVABLE_KINDS)[number]
export type Observable = { id: string; kind: ObservableKind; kindName: string; value: string; note: string; tlp: Tlp; pap: Pap; own: boolean; addedBy: string; addedAt: string }
export type SecretContents = { items: string[]; seen: string }

/** Circumstances beside the severity that start a legal clock. */
export const INCIDENT_FLAGS = ['AN_NINH_QUOC_GIA', 'GIAN_DOAN_NGHIEM_TRONG', 'VUOT_KHA_NANG', 'DU_LIEU_VI_TRI_SINH_TRAC'] as const
export type IncidentFlag = (typeof INCIDENT_FLAGS)[number]

export type NextClock = { id: string; name: string; dueAt: string; overdue: boolean }
export type IncidentRow = {
  id: string
  title: string
  category: Category
  severity: Severity
  state: IncidentState
  owner: string
  organization: UnitRef | null
  detectedAt: string
  createdAt: string
  alertCount: number
  taskOpen: number
  nextClock: NextClock | null
}
export type Incident = IncidentRow & {
  summary: string | null
  rootCause: string | null
  impact: string | null
  remedy: string | null
  tlp: Tlp
  pap: Pap
  stateSecret: { reference: string; since: string; by: string } | null
  legalProfile: 'vn-2026' | 'vn-2017'
  legalProfileName: string
  occurredAt: string | null
  personalData: boolean
  personalDataAt: string | null
  flags: IncidentFlag[]
  systems: { code: string; name: string; level: number }[]
  units: UnitRef[]
  reviewer: string | null
  closedAt: string | null
  mergedInto: string | null
  version: number
  allowedMoves: { to: IncidentState; needs: string[] }[]
}
export type SharedKind = 'ENTITY' | 'RULE' | 'SYSTEM'
export type SimilarIncident = { id: string; title: string; severity: Severity; category: Category; state: IncidentState; detectedAt: string; reasons: { kind: SharedKind; value: string }[] }
export type ResponseMeasure = 'DETECT' | 'ACKNOWLEDGE' | 'TRIAGE' | 'DECLARE' | 'NOTIFY' | 'CONTAIN' | 'RECOVER' | 'CLOSE'
export type Spread = { count: number; median: number; ninetieth: number }
export type ResponseTimes = { from: string; until: string; cut: boolean; groups: { group: string; name: string; incidents: number; times: Partial<Record<ResponseMeasure, Spread>> }[] }
export type DryRun = {
  playbookId: string
  playbookName: string
  playbookVersion: string
  state: RunState
  problem: string
  missing: string[]
  commands: { stepId: string; step: string; type: string; agent: string; target: string; command: string; problem: string }[]
  approvals: { stepId: string; step: string; roles: string[]; count: number; notRequester: boolean }[]
  steps: string[]
}
export type ClockState = 'RUNNING' | 'DUE_SOON' | 'OVERDUE' | 'DONE' | 'DONE_LATE'
export type Clock = {
  id: string
  name: string
  addressee: string
  basis: string
  /** Id of the form that answers it; empty when there is none. */
  form: string
  startsAt: string
  dueAt: string
  doneAt: string | null
  doneBy: string | null
  /** Id of the issued report that answers it; empty when somebody said so by hand. */
  document: string
  state: ClockState
  note: string | null
}
/** A report of the calendar that nobody has signed yet. */
export type PeriodicClock = { id: string; name: string; period: string; addressee: string; basis: string; form: string; startsAt: string; dueAt: string; state: ClockState }
export type ClockRow = { incidentId: string; title: string; organization: UnitRef | null; clock: Clock }
export type Lane = 'ATTACKER' | 'RESPONDER'
export type TimelineEntry = { id: string; at: string; lane: Lane; kind: string; actor: string | null; text: string; refs: string[] }
export type Note = { id: string; at: string; author: string; text: string }
export type CustodyAct = { at: string; actor: string; act: 'COLLECTED' | 'OPENED' | 'VERIFIED' | 'DAMAGED' | 'HANDED_OVER' | 'EXPORTED'; party: string; note: string | null }
/** The search whose whole result a piece of evidence is. */
export type SealedSearch = { query: string; from: string; until: string; events: number; chain: string }
export type Evidence = {
  id: string
  name: string
  size: number
  sha256: string
  mediaType: string
  collectedBy: string
  collectedAt: string
  collectedFrom: string
  description: string
  search: SealedSearch | null
  custody: CustodyAct[]
}

export type TaskState = 'CHO' | 'DA_NHAN' | 'DANG_LAM' | 'BI_CHAN' | 'XONG' | 'BO_QUA'
export type TaskInput = { name: string; type: string; description: string; required: boolean }
/** A value that who starts a playbook gives; `value` is what it has otherwise. */
export type PlaybookInput = TaskInput & { value: string | null }
export type Task = {
  id: string
  incidentId: string
  incidentTitle: string
  runId: string | null
  title: string
  instructions: string
  unit: UnitRef
  assignee: string | null
  state: TaskState
  mandatory: boolean
  dueAt: string | null
  createdAt: string
  acknowledgedAt: string | null
  completedAt: string | null
  result: string | null
  inputs: TaskInput[]
}

export const RUN_STATES = ['RUNNING', 'WAITING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const
export type RunState = (typeof RUN_STATES)[number]
export type StepState =
  | 'PENDING' | 'DELAYED' | 'WAITING_INPUT' | 'WAITING_APPROVAL' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'SKIPPED' | 'CANCELLED' | 'UNKNOWN'
export type RunStep = {
  id: string
  number: number
  stepId: string
  name: string
  type: string
  state: StepState
  startedAt: string | null
  endedAt: string | null
  agent: string | null
  command: string | null
  output: string | null
  taskId: string | null
  childRun: string | null
  attempts: number
}
export type Run = {
  id: string
  playbookId: string
  playbookName: string
  incidentId: string
  state: RunState
  startedAt: string
  endedAt: string | null
  startedBy: string
  problem: string
  steps: RunStep[]
  origin: { kind: 'START' | 'NESTED' | 'RERUN' | 'ROLLBACK'; parent: string | null; of: string | null }
}
export const runIsOver = ({ state }: Run) => state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED'
export type Playbook = { id: string; name: string; description: string; types: string[]; categories: string[]; steps: number; version: string; inputs: PlaybookInput[]; canRun: boolean }
export type PlaybookProblem = { error: boolean; code: string; pointer: string; message: string; english: string }
export type CheckedPlaybook = { file: string; standing: 'NEW' | 'SAME' | 'OTHER' | 'UNREADABLE'; playbook: Playbook | null; problems: PlaybookProblem[]; cacao: JsonValue }
export type PlaybookDetail = Playbook & { problems: PlaybookProblem[]; cacao: JsonValue }

export type Measures = { ttd: number | null; tta: number | null; ttc: number | null; ttr: number | null }
export type IncidentDetail = {
  incident: Incident
  clocks: Clock[]
  timeline: TimelineEntry[]
  tasks: Task[]
  alerts: Alert[]
  notes: Note[]
  evidence: Evidence[]
  runs: Run[]
  reports: Report[]
  measures: Measures
}
export type NewIncident = {
  title: string
  category: Category
  severity: Severity
  detectedAt: string
  summary?: string
  systems?: string[]
  units?: string[]
}
export type IncidentChange = Partial<{
  title: string
  summary: string
  severity: Severity
  category: Category
  owner: string
  rootCause: string
  impact: string
  remedy: string
  occurredAt: string
  personalDataAt: string
  flags: IncidentFlag[]
  systems: string[]
  units: string[]
  version: number
}>

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
export type FieldValue = string | number | boolean | null | (string | number | boolean)[]
export type Event = {
  id: string
  timestamp: string
  ingested: string
  organization: UnitRef | null
  fields: Record<string, FieldValue>
}
export type EventPage = { items: Event[]; next: string | null; tookMs: number }
export type EventHistogram = { interval: number; total: number; items: { start: string; count: number }[] }
export type TopValue = { value: string; count: number }

export type SourceWay = 'SYSLOG_UDP' | 'SYSLOG_TCP' | 'SYSLOG_TLS' | 'RELP' | 'BEATS' | 'NDJSON' | 'BULK' | 'OTLP' | 'FILE' | 'DATABASE' | 'OPMON' | 'KAFKA' | 'FORWARDER' | 'PLATFORM'
export type Source = {
  id: string
  name: string
  /** How its lines came since the start; before the first, how they should. */
  ways: SourceWay[]
  dataset: string
  organization: UnitRef | null
  perMinute: number
  total: number
  unparsed: number
  lastSeen: string | null
  silent: boolean
  expectedGapSeconds: number | null
  skewSeconds: number | null
  /** Whether each of its ways is acknowledged; null while no way is known. */
  acknowledged: boolean | null
  problem: string | null
  /** OWN: the platform itself, which is not judged. */
  state: 'SENDING' | 'NEVER' | 'LEARNING' | 'RESTING' | 'SILENT' | 'OWN'
  hours: string
  silentSince: string | null
  usualFewest: number | null
  usualMost: number | null
  windowLines: number
  unparsedShare: number
  fields: { field: string; share: number; usual: number }[]
}
export type Outage = { id: string; kind: 'SOURCE' | 'UNIT' | 'MANY'; organization: UnitRef | null; began: string; sources: string[]; silent: string[] }
export type TableVersion = { version: number; at: string | null; author: string; digest: string; bytes: number; rows: number; origin: 'BASE' | 'REPLACED' | 'ROLLED_BACK'; note: string; kept: boolean }
export type TableName = 'units.csv' | 'systems.yml' | 'calendar.yml' | 'officials.csv' | 'certificates.csv' | 'grants.csv' | 'lookups.csv' | 'assets.csv' | 'procedures.csv' | 'watchlist.csv' | 'geoip.mmdb' | 'geoip-asn.mmdb'
export type TableInForce = { name: TableName; inForce: TableVersion; problems: string[] }
export type TableProblem = { file: string; line: number; message: string }
export type Pipeline = {
  journal: { bytes: number; limit: number; lag: number; lagUnit: 'BYTES' | 'LOGS'; paused: boolean; lostUdp: number; oldestUnreadSeconds: number; stale: boolean; expired: number }
  parsed: number
  unparsed: number
  detectionLagSeconds: number
  stored: number
  storeError: string | null
}

export type PlanState = 'OK' | 'LATE' | 'FAILED' | 'NEVER'
export type BackupRun = {
  at: string
  ok: boolean
  snapshot: string | null
  files: number
  bytes: number
  addedBytes: number
  seconds: number
  problem: string | null
  troubles: { path: string; reason: string }[]
}
export type DrillState = 'PASSED' | 'FAILED' | 'RUNNING' | 'INTERRUPTED'
export type DrillPhase = 'PUBLISH' | 'RESTORE' | 'COMPARE' | 'SIGNATURES' | 'DATABASES' | 'CONTROLS' | 'RESTIC' | 'DONE' | 'ENDED'
export type DrillAt = { drill: string; plan: string; phase: DrillPhase; target: number; targets: number; files: number; ofFiles: number; bytes: number; ofBytes: number; rate: number; left: number | null }
export type DutyKind = 'COPY' | 'CHECK' | 'UPKEEP' | 'SIMULATION'
export type DutyProblem = 'NONE' | 'UNREACHABLE' | 'DAMAGED' | 'DIVERGED' | 'REFUSED'
/** What was done for a target; which of the details are there depends on the kind. */
export type DutyRun = {
  kind: DutyKind
  target: string
  at: string
  seconds: number
  ok: boolean
  problem: DutyProblem
  summary: string
  detail: { coveredPercent?: number; windowDays?: number; missing?: string[]; extra?: string[]; differing?: string[]; same?: string[]; removed?: { id: string; at: string }[]; kept?: number; refused?: string[]; problems?: string[]; lost?: string[] }
}
export type PlanTarget = { name: string; location: string; medium: string; first: boolean; offsite: boolean; immutable: boolean; copy: DutyRun | null; check: DutyRun | null; upkeep: DutyRun | null; simulation: DutyRun | null }
export type PlanDuty = 'BACKUP' | 'COPY' | 'CHECK' | 'UPKEEP' | 'DRILL'
export type RunningDuty = { duty: string; target: string; since: string; files: number; bytes: number; share: number; rate: number; secondsLeft: number }
export type Drill = {
  id: string
  number: number
  planId: string
  planName: string
  snapshot: string
  startedAt: string
  state: DrillState
  ok: boolean
  whole: boolean
  files: number
  differing: string[]
  missing: string[]
  bytes: number
  rpoSeconds: number
  rpoTargetSeconds: number
  rtoSeconds: number
  rtoTargetSeconds: number
  about: string
  problem: string | null
  progress: DrillAt | null
}
export type Tally = { valid: number; invalid: number; undecidable: number }
export type DrillTarget = {
  number: number
  location: string
  snapshot: string
  files: number
  bytes: number
  missing: number
  differing: number
  unexpected: number
  measures: { first: number | null; most: number | null; all: number; whole: number; pauses: number }
  problems: string[]
  resticVerdict: 'PASSED' | 'FAILED' | 'SKIPPED'
  resticFiles: number
  resticMillis: number
  resticVersion: string
  resticWhy: string
}
export type DrillControl = { kind: string; name: string; caught: 'CAUGHT' | 'MISSED' | 'NOT_APPLICABLE'; subject: string; how: string }
export type DrillDetail = {
  drill: Drill
  planDigest: string
  publishedAt: string | null
  seed: string
  sampleDigest: string
  includes: string[]
  units: number
  ofUnits: number
  strata: { name: string; population: number; drawn: number }[]
  targets: DrillTarget[]
  controls: DrillControl[]
  signaturesChecked: boolean
  signaturesWhy: string
  signaturesValid: number
  signaturesInvalid: number
  signaturesUndecidable: number
  signaturesExpected: number
  byFamily: Record<string, Tally>
  bySigner: Record<string, Tally>
  signatureProblems: string[]
  databases: { dump: string; tables: number; rows: number; problems: string[]; register: RegisterCounts | null }[]
  newestTransaction: string | null
  transactionSource: string
  comparedWithLive: number
  unexpected: string[]
  reasons: string[]
  pauses: number
  by: string
}
export type DueDrill = { planId: string; planName: string; level: number; last: string | null; passed: boolean | null; dueAt: string; overdue: boolean }
export type RecoveryStep = {
  order: number
  planId: string
  planName: string
  system: { code: string; name: string; level: number } | null
  targets: string[]
  snapshot: string | null
  at: string | null
  files: number | null
  bytes: number | null
  troubles: number | null
  drilled: boolean | null
  drillId: string | null
  lastDrillAt: string | null
  lastDrillOk: boolean | null
  expectedSeconds: number | null
  rtoTargetSeconds: number
  busy: boolean
}
export type Recovery = { before: string; source: 'ALERT' | 'OCCURRED' | 'DETECTED'; bySystem: boolean; expectedSeconds: number | null; steps: RecoveryStep[]; drills: Drill[] }
export type RecoveryPlace = { location: string; snapshot: string; problem: string }
/** Dossiers by the register at the backup, restored, and live; `null` is not known. */
export type RegisterCounts = { backedUp: number | null; restored: number | null; live: number | null; liveUnknown: string; warnings: string[] }
/** When a duty rings; `putOff` says why one that rang is done later. */
export type PlanBell = {
  duty: PlanDuty
  cron: string
  next: string | null
  putOff: { cause: 'BLACKOUT' | 'FAILED' | 'BUSY'; due: string; at: string; attempt: number } | null
  retries: number
}
export type Plan = {
  id: string
  name: string
  system: { code: string; name: string; level: number } | null
  source: string[]
  owner: string
  level: number
  schedule: string
  bells: PlanBell[]
  targets: PlanTarget[]
  spread: { copies: number; media: number; offsite: number; enough: boolean }
  retention: string
  rpoSeconds: number
  rtoSeconds: number
  lastRun: BackupRun | null
  nextRun: string | null
  state: PlanState
  busy: boolean
  running: RunningDuty | null
  held: string[]
  waiting: number
  lastDrill: Drill | null
}
export type PlanDetail = { plan: Plan; runs: BackupRun[]; duties: DutyRun[]; problems: string[] }
export type Snapshot = { id: string; at: string; files: number; bytes: number; troubles: number; seconds: number; drilled: boolean }
export type ApprovalAction = 'PLAN_CHANGE' | 'FORGET' | 'PRUNE' | 'UNLOCK' | 'REMOVE_KEY'
export type ApprovalState = 'WAITING' | 'APPROVED' | 'DONE' | 'FAILED' | 'REFUSED' | 'WITHDRAWN' | 'EXPIRED'
export type BackupApproval = {
  id: string
  planId: string
  planName: string
  action: ApprovalAction
  target: string
  subject: Record<string, string[]>
  reason: string
  requestedBy: string
  requestedAt: string
  expiresAt: string
  state: ApprovalState
  decidedBy: string | null
  decidedAt: string | null
  decision: string
  result: string
  own: boolean
}

export type ReportSubject = 'INCIDENT' | 'DRILL' | 'COMPLIANCE' | 'PERIOD'
export type ReportForm = { id: string; name: string; basis: string; subject: ReportSubject; from: string; until: string | null }
export type Report = {
  id: string
  form: string
  formName: string
  subject: string
  number: string
  title: string
  createdAt: string
  createdBy: string
  sha256: string
}
export type ClauseState = 'DAT' | 'MOT_PHAN' | 'CHUA' | 'KHONG_AP_DUNG'
export type Clause = {
  id: string
  clause: string
  title: string
  state: ClauseState
  finding: string
  figures: { name: string; value: string; target: string | null; link: string | null }[]
}
export type Compliance = { asOf: string; profile: string; clauses: Clause[]; totals: Partial<Record<ClauseState, number>> }

export type AuditEntry = {
  sequence: number
  at: string
  actor: string
  unit: string | null
  roles: Role[]
  action: string
  subject: string
  organization: string | null
  detail: { [key: string]: JsonValue }
  digest: string
}
export type AuditVerification = { intact: boolean; records: number; head: string | null; brokenAt: number | null; reason: string | null }

export type User = {
  account: string
  fullName: string
  unit: UnitRef
  roles: Role[]
  enabled: boolean
  lockedUntil: string | null
  lastLogin: string | null
  mfa: boolean
}
export type NewUser = { account: string; fullName: string; unit: string; roles: Role[]; password: string }
export type Unit = { code: string; name: string; kind: string; parent: string | null; area: string | null }
export type InformationSystem = { code: string; name: string; level: number; owner: string; operator: string; rpoSeconds: number; rtoSeconds: number }
export type Catalog = {
  categories: { code: Category; name: string }[]
  severities: { code: Severity; name: string; criteria: string }[]
  dispositions: { code: Disposition; name: string }[]
  roles: { code: Role; name: string }[]
}
