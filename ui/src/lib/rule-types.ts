/** The HTTP contract of rules and of what they cover; enums are the words of the backend. */
import type { FieldValue, JsonValue, Level, UnitRef } from './api-types'

export const RULE_STATES = ['DRAFT', 'TESTED', 'ENABLED', 'RETIRED'] as const
export type RuleState = (typeof RULE_STATES)[number]
export const RULE_SOURCES = ['DELIVERED', 'OWN', 'IMPORTED'] as const
export type RuleSource = (typeof RULE_SOURCES)[number]
export const RULE_KINDS = ['EVENT', 'CORRELATION', 'FILTER'] as const
export type RuleKind = (typeof RULE_KINDS)[number]

/** RULE: what the rule itself says (no window: nothing is folded); CHOSEN and NEVER: what was decided here. */
export const SUPPRESSION_MODES = ['RULE', 'CHOSEN', 'NEVER'] as const
export type SuppressionMode = (typeof SUPPRESSION_MODES)[number]
export type Suppression = { mode: SuppressionMode; fields: string[]; windowSeconds: number | null }

export type RuleProblem = { file: string; line: number; column: number; rule: string | null; reason: string; code: string; message: string }

/** One file of Sigma documents. The state is that of the version `current`; `running` may be an older one. */
export type RuleRow = {
  id: string
  title: string
  level: Level
  status: string
  kind: RuleKind
  logsource: string
  tags: string[]
  file: string
  version: string
  enabled: boolean
  lastFired: string | null
  alerts: number
  suppressed: number
  folded: number
  origin: 'LA_CHAN' | 'EXTERNAL'
  state: RuleState
  source: RuleSource
  set: string
  licence: string
  author: string
  revision: number
  current: number
  running: number | null
  exemptions: number
  matches: number
  suppression: Suppression
  /** Only of a rule that runs. */
  reach: { verdict: Verdict; missing: string[] } | null
}
export const RULE_ORDERS = ['LEVEL', 'TITLE', 'STATE', 'VERDICT', 'LOGSOURCE', 'ALERTS', 'WITHHELD', 'FALSE', 'LAST_FIRED'] as const
export type RuleOrder = (typeof RULE_ORDERS)[number]
/** A page; `total` fit the filter of `all`. The counts and choices are of all rules, `rejected` stands on the first page. */
export type RuleList = {
  items: RuleRow[]
  next: string | null
  total: number
  all: number
  states: Partial<Record<RuleState, number>>
  verdicts: Partial<Record<Verdict, number>>
  logsources: string[]
  sets: string[]
  tactics: Record<string, string>
  rejected: RuleProblem[]
}
export type RuleName = { id: string; title: string; state: RuleState }
export type RuleDetail = RuleRow & {
  description: string
  falsePositives: string[]
  references: string[]
  guide: string[]
  text: string
  tests: string
  reason: string
  changedAt: string
  changedBy: string
  allowedMoves: RuleState[]
  problems: RuleProblem[]
}
export type RuleVersion = { number: number; version: string; author: string; at: string; note: string; source: RuleSource; current: boolean; running: boolean }
export type RuleVersionText = RuleVersion & { text: string; tests: string }
export type RuleTestCase = { name: string; expected: number; alerts: number; holds: boolean; problem: string }
/** `gaps` says what tests are missing: a case that fires, a near miss. */
export type TestReport = { passed: boolean; cases: RuleTestCase[]; gaps: string[]; problems: RuleProblem[] }

export const EXEMPTION_STATES = ['PROPOSED', 'IN_FORCE', 'EXPIRED', 'REVOKED'] as const
export type ExemptionState = (typeof EXEMPTION_STATES)[number]
export type Exemption = {
  id: string
  /** Empty: every rule. */
  rules: string[]
  organization: UnitRef | null
  selection: JsonValue
  reason: string
  author: string
  madeAt: string
  expiresAt: string
  approver: string | null
  approvedAt: string | null
  revokedBy: string | null
  revokedAt: string | null
  revokeReason: string
  status: ExemptionState
  hidden: number
  lastHidden: string | null
}
export type ExemptionDetail = Exemption & { hiddenEvents: { event: string; rule: string; organization: string; at: string }[] }
export type NewExemption = { rules: string[]; organization?: string; selection: JsonValue; reason: string; expiresAt: string }

export type ImportedRule = { id: string; title: string; file: string; note: string }
export type ChangedRule = { id: string; title: string; file: string; from: number; to: number; diff: string[] }
export type ImportReport = {
  set: string
  files: number
  loaded: number
  added: ImportedRule[]
  changed: ChangedRule[]
  unchanged: number
  duplicates: ImportedRule[]
  edited: ImportedRule[]
  refused: RuleProblem[]
  missing: ImportedRule[]
  enabled: number
  retired: number
  skipped: string[]
}

export const BACKTEST_STATES = ['WAITING', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED'] as const
export type BacktestState = (typeof BACKTEST_STATES)[number]
export const BACKTEST_CUTS = ['EVENTS', 'ALERTS', 'TIME'] as const
export type Backtest = {
  id: string
  ruleId: string
  ruleVersion: string
  title: string
  from: string
  to: string
  created: string
  by: string
  state: BacktestState
  progress: number
  reached: string
  complete: boolean
  cut: (typeof BACKTEST_CUTS)[number] | null
  problem: string
  events: number
  read: number
  matched: number
  /** Without any decision of people; of these `hidden` are exempt and `folded` suppressed. */
  alerts: number
  hidden: number
  folded: number
  alertsPerDay: number
  /** Only days with alerts, local days. */
  days: { day: string; alerts: number }[]
  top: { field: string; values: { value: string; alerts: number }[] }[]
  samples: { alertId: string; at: string; reason: string; entity: string; organization: UnitRef | null; fields: Record<string, FieldValue>; eventIds: string[] }[]
  query: string[]
  tookMs: number
}

/** Whether a rule can fire on what really arrives. */
export const VERDICTS = ['FIRES', 'SOURCE_NEVER_SEEN', 'FIELD_NEVER_SEEN'] as const
export type Verdict = (typeof VERDICTS)[number]
export type RuleReach = { ruleId: string; title: string; level: Level; verdict: Verdict; lastSeen: string | null; missing: string[]; logSources: string[] }
export type TechniqueCover = { id: string; name: string; covered: boolean; rules: string[]; firing: string[] }
export type TacticCover = { tag: string; id: string; name: string; rules: number; firing: number; techniques: TechniqueCover[] }
export type Coverage = {
  tactics: TacticCover[]
  rules: RuleReach[]
  counts: Partial<Record<Verdict, number>>
  sources: { dataset: string; logSources: string[]; events: number; last: string; fields: number }[]
}
export type Watermark = { since: string; until: string }
export type RuleCoverage = {
  ruleId: string
  verdict: Verdict
  lastSeen: string | null
  parts: { ruleId: string; title: string; logSource: string; verdict: Verdict; missing: string[]; datasets: string[] }[]
  watermark: Watermark | null
  gaps: Gap[]
  precision: Precision | null
}

export const GAP_STATES = ['OPEN', 'FILLING', 'FAILED', 'FILLED'] as const
export type GapState = (typeof GAP_STATES)[number]
export const GAP_REASONS = ['NEW', 'RETIRED', 'FAILURE', 'FLOOD'] as const
export type Gap = {
  id: string
  /** Empty: all rules, a failure on an event. */
  ruleId: string
  title: string
  from: string
  to: string
  reason: (typeof GAP_REASONS)[number]
  state: GapState
  opened: string
  filled: string | null
  events: number
  alerts: number
  withheld: number
  hidden: number
  folded: number
  automatic: boolean
  problem: string
}
export type Gaps = { items: Gap[]; watermarks: ({ ruleId: string; version: string } & Watermark)[]; open: number; failed: number }
/** What people concluded about the alerts of a rule. */
export type Precision = { ruleId: string; title: string; trueAlerts: number; falseAlerts: number; benign: number; other: number; open: number; falseRatio: number | null }
/** The test event that goes the whole way of a log line every few minutes. */
export type Canary = { enabled: boolean; path: 'HTTPS' | 'DOOR'; periodSeconds: number; lastSent: string | null; lastSeen: string | null; lastSeconds: number | null; missing: boolean; sent: number; seen: number; nodes: CanaryNode[] }
export type CanaryNode = { name: string; lastSent: string; lastSeen: string | null; missing: boolean; sending: boolean }
