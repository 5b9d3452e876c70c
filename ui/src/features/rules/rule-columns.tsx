import type { TFunction } from 'i18next'
import type { Column } from '@/components/ui/data-table'
import { RuleStatePill, VerdictPill } from '@/components/ui/rule-signs'
import { LevelMark } from '@/components/ui/severity'
import { Moment } from '@/components/ui/time'
import { LEVELS } from '@/lib/api-types'
import { number } from '@/lib/format'
import { RULE_STATES, VERDICTS, type Precision, type RuleReach, type RuleRow } from '@/lib/rule-types'
import { techniquesOf } from './rules-search'

export type RuleLine = RuleRow & { reach: RuleReach | undefined; precision: Precision | undefined }

const ratio = ({ precision }: RuleLine) => precision?.falseRatio ?? -1
const canFire = ({ reach }: RuleLine) => (reach ? VERDICTS.indexOf(reach.verdict) : VERDICTS.length)
const withheld = ({ folded, suppressed }: RuleRow) => folded + suppressed

/** From here on a rule costs more attention than it gives. */
const MOSTLY_WRONG = 0.5
const ENOUGH = 5

export function FalseShare({ precision, t }: { precision: Precision | undefined | null; t: TFunction }) {
  if (!precision || precision.falseRatio === null) return <span className="faint">—</span>
  const judged = precision.trueAlerts + precision.falseAlerts + precision.benign
  const bad = precision.falseRatio >= MOSTLY_WRONG && judged >= ENOUGH
  return <span className={bad ? 'num tone-warn' : 'num'} title={t('rules.falseHint', { wrong: precision.falseAlerts, judged })}>{`${number(precision.falseRatio * 100)} %`}</span>
}

/** Folded and dropped alerts; exemptions in force are named, because what they hide is counted with them. */
function Withheld({ rule, t }: { rule: RuleLine; t: TFunction }) {
  return (
    <span className="two-lines" title={t('rules.withheldHint', { folded: rule.folded, suppressed: rule.suppressed })}>
      <span className={withheld(rule) > 0 ? 'num' : 'num faint'}>{number(withheld(rule))}</span>
      {rule.exemptions > 0 && <span className="num">{t('rules.exemptions', { count: rule.exemptions })}</span>}
    </span>
  )
}

export function ruleColumns(t: TFunction): Column<RuleLine>[] {
  return [
    { key: 'level', title: t('queue.level'), width: 66, sort: (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level), render: (rule) => <LevelMark level={rule.level} /> },
    {
      key: 'title', title: t('rules.rule'), sort: (a, b) => a.title.localeCompare(b.title, 'vi'), render: (rule) => (
        <span className="two-lines">
          <span className="cut strong" title={rule.title}>{rule.title}</span>
          <span className="cut" title={rule.file}>{rule.set ? `${rule.set} · ` : ''}<span className="mono">{rule.file}</span></span>
        </span>
      ),
    },
    { key: 'state', title: t('queue.state'), width: 108, sort: (a, b) => RULE_STATES.indexOf(a.state) - RULE_STATES.indexOf(b.state), render: (rule) => <RuleStatePill state={rule.state} /> },
    { key: 'verdict', title: t('rules.canFire'), width: 152, from: 820, sort: (a, b) => canFire(a) - canFire(b), render: (rule) => rule.reach ? <VerdictPill verdict={rule.reach.verdict} missing={rule.reach.missing} /> : <span className="faint">—</span> },
    { key: 'logsource', title: t('rules.logsource'), width: 156, from: 960, sort: (a, b) => a.logsource.localeCompare(b.logsource), render: (rule) => <span className="cut mono" title={rule.logsource}>{rule.logsource || t(`rules.kinds.${rule.kind}`)}</span> },
    { key: 'tags', title: t('queue.technique'), width: 88, from: 1280, render: (rule) => <span className="cut mono" title={techniquesOf(rule.tags).join(', ')}>{techniquesOf(rule.tags).join(', ') || '—'}</span> },
    { key: 'alerts', title: t('rules.hits'), width: 78, align: 'right', sort: (a, b) => a.alerts - b.alerts, render: (rule) => <span className="num">{number(rule.alerts)}</span> },
    { key: 'withheld', title: t('rules.withheld'), width: 96, align: 'right', from: 960, sort: (a, b) => withheld(a) - withheld(b), render: (rule) => <Withheld rule={rule} t={t} /> },
    { key: 'false', title: t('rules.falseShare'), width: 92, align: 'right', from: 960, sort: (a, b) => ratio(a) - ratio(b), render: (rule) => <FalseShare precision={rule.precision} t={t} /> },
    { key: 'lastFired', title: t('rules.lastFired'), width: 112, from: 1080, sort: (a, b) => (a.lastFired ?? '').localeCompare(b.lastFired ?? ''), render: (rule) => rule.lastFired ? <Moment at={rule.lastFired} short /> : <span className="faint">{t('rules.never')}</span> },
  ]
}
