import type { TFunction } from 'i18next'
import type { Column } from '@/components/ui/data-table'
import { RuleStatePill, VerdictPill } from '@/components/ui/rule-signs'
import { LevelMark } from '@/components/ui/severity'
import { Moment } from '@/components/ui/time'
import { number } from '@/lib/format'
import { type Precision, type RuleRow } from '@/lib/rule-types'
import { techniquesOf } from './rules-search'

export type RuleLine = RuleRow & { precision: Precision | undefined }

/** The server sorts; a column that has this can be sorted by, under its key. */
const sort = () => 0
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
    { key: 'LEVEL', title: t('queue.level'), width: 66, sort, render: (rule) => <LevelMark level={rule.level} /> },
    {
      key: 'TITLE', title: t('rules.rule'), sort, render: (rule) => (
        <span className="two-lines">
          <span className="cut strong" title={rule.title}>{rule.title}</span>
          <span className="cut" title={rule.file}>{rule.set ? `${rule.set} · ` : ''}<span className="mono">{rule.file}</span></span>
        </span>
      ),
    },
    { key: 'STATE', title: t('queue.state'), width: 108, sort, render: (rule) => <RuleStatePill state={rule.state} /> },
    { key: 'VERDICT', title: t('rules.canFire'), width: 152, from: 820, sort, render: (rule) => rule.reach ? <VerdictPill verdict={rule.reach.verdict} missing={rule.reach.missing} /> : <span className="faint">—</span> },
    { key: 'LOGSOURCE', title: t('rules.logsource'), width: 156, from: 960, sort, render: (rule) => <span className="cut mono" title={rule.logsource}>{rule.logsource || t(`rules.kinds.${rule.kind}`)}</span> },
    { key: 'tags', title: t('queue.technique'), width: 88, from: 1280, render: (rule) => <span className="cut mono" title={techniquesOf(rule.tags).join(', ')}>{techniquesOf(rule.tags).join(', ') || '—'}</span> },
    { key: 'ALERTS', title: t('rules.hits'), width: 78, align: 'right', sort, render: (rule) => <span className="num">{number(rule.alerts)}</span> },
    { key: 'WITHHELD', title: t('rules.withheld'), width: 96, align: 'right', from: 960, sort, render: (rule) => <Withheld rule={rule} t={t} /> },
    { key: 'FALSE', title: t('rules.falseShare'), width: 92, align: 'right', from: 960, sort, render: (rule) => <FalseShare precision={rule.precision} t={t} /> },
    { key: 'LAST_FIRED', title: t('rules.lastFired'), width: 112, from: 1080, sort, render: (rule) => rule.lastFired ? <Moment at={rule.lastFired} short /> : <span className="faint">{t('rules.never')}</span> },
  ]
}
