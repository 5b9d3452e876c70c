import { useTranslation } from 'react-i18next'
import type { BacktestState, ExemptionState, GapState, RuleState, Verdict } from '@/lib/rule-types'
import { Pill, type Tone } from './pill'

const STATE: Record<RuleState, Tone> = { DRAFT: 'plain', TESTED: 'now', ENABLED: 'ok', RETIRED: 'warn' }
const VERDICT: Record<Verdict, Tone> = { FIRES: 'ok', SOURCE_NEVER_SEEN: 'plain', FIELD_NEVER_SEEN: 'warn' }
const EXEMPTION: Record<ExemptionState, Tone> = { PROPOSED: 'now', IN_FORCE: 'warn', EXPIRED: 'plain', REVOKED: 'plain' }
const BACKTEST: Record<BacktestState, Tone> = { WAITING: 'now', RUNNING: 'warn', DONE: 'ok', CANCELLED: 'plain', FAILED: 'bad' }
const GAP: Record<GapState, Tone> = { OPEN: 'bad', FILLING: 'warn', FAILED: 'bad', FILLED: 'ok' }

export function RuleStatePill({ state }: { state: RuleState }) {
  const { t } = useTranslation()
  return <Pill tone={STATE[state]}>{t(`ruleState.${state}`)}</Pill>
}

/** Can it fire here? The missing names stand under the pointer. */
export function VerdictPill({ verdict, missing = [] }: { verdict: Verdict; missing?: string[] }) {
  const { t } = useTranslation()
  return <Pill tone={VERDICT[verdict]} title={[t(`verdictHint.${verdict}`), missing.join(', ')].filter(Boolean).join(' ')}>{t(`verdict.${verdict}`)}</Pill>
}

export function ExemptionPill({ status }: { status: ExemptionState }) {
  const { t } = useTranslation()
  return <Pill tone={EXEMPTION[status]}>{t(`exemptionState.${status}`)}</Pill>
}

export function BacktestPill({ state }: { state: BacktestState }) {
  const { t } = useTranslation()
  return <Pill tone={BACKTEST[state]}>{t(`backtestState.${state}`)}</Pill>
}

export function GapPill({ state }: { state: GapState }) {
  const { t } = useTranslation()
  return <Pill tone={GAP[state]}>{t(`gapState.${state}`)}</Pill>
}
