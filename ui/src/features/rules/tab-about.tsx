import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { CodeEditor } from '@/components/ui/code-editor'
import { Card, Facts } from '@/components/ui/page'
import { VerdictPill } from '@/components/ui/rule-signs'
import { Moment } from '@/components/ui/time'
import { number } from '@/lib/format'
import type { RuleDetail } from '@/lib/rule-types'
import { ruleCoverageQuery } from './api/get-rules'
import { FalseShare } from './rule-columns'
import { techniquesOf } from './rules-search'

export function AboutTab({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation()
  return (
    <div className="rule-columns">
      <div className="stack">
        <Card title={t('rules.about')}>{rule.description ? <p className="editable">{rule.description}</p> : <p className="faint">{t('incident.notWritten')}</p>}</Card>
        <Card title="YAML" extra={<CopyButton text={rule.text} />}><CodeEditor label="YAML" value={rule.text} lines={30} testId="rule-yaml" /></Card>
      </div>
      <div className="stack">
        <ReachCard rule={rule} />
        <Card title={t('rules.facts')}><RuleFacts rule={rule} /></Card>
        <Lines title={t('panel.guide')} lines={rule.guide} />
        <Lines title={t('panel.falsePositives')} lines={rule.falsePositives} />
        <Lines title={t('rules.references')} lines={rule.references} />
      </div>
    </div>
  )
}

/** Can it fire here, and what is missing by name; each rule that a correlation builds on by itself. */
function ReachCard({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation()
  const query = useQuery(ruleCoverageQuery(rule))
  const cover = query.data
  return (
    <Card title={t('rules.canFire')} extra={cover && <VerdictPill verdict={cover.verdict} />} testId="rule-reach">
      {!cover && <p className="faint">{rule.running === null ? t('rules.reachLater') : query.error ? query.error.message : t('state.loading')}</p>}
      {cover && <p>{t(`verdictHint.${cover.verdict}`)}</p>}
      {cover?.parts.map((part) => (
        <div key={part.ruleId} className="reach-part">
          {cover.parts.length > 1 && <div className="row between"><span className="strong">{part.title}</span><VerdictPill verdict={part.verdict} missing={part.missing} /></div>}
          <div className="faint">{t('rules.needs')} <code className="mono">{part.logSource}</code>{part.datasets.length > 0 && <> · {t('rules.seenIn')} <code className="mono">{part.datasets.join(', ')}</code></>}</div>
          {part.missing.length > 0 && <div className="tone-warn">{t('rules.missingFields')} <code className="mono">{part.missing.join(', ')}</code></div>}
        </div>
      ))}
      {cover?.lastSeen && <p className="faint">{t('rules.sourceSeen')} <Moment at={cover.lastSeen} /></p>}
      {cover?.watermark && <p className="faint">{t('rules.coveredFrom')} <Moment at={cover.watermark.since} /> {t('rules.coveredUntil')} <Moment at={cover.watermark.until} /></p>}
      {cover && cover.gaps.length > 0 && <p className="tone-warn">{t('rules.hasGaps', { count: cover.gaps.length })}</p>}
    </Card>
  )
}

function RuleFacts({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation()
  const precision = useQuery(ruleCoverageQuery(rule)).data?.precision
  const judged = precision ? precision.trueAlerts + precision.falseAlerts + precision.benign : 0
  return (
    <Facts
      items={[
        [t('event.id'), <code key="i" className="mono">{rule.id}</code>],
        [t('rules.origin'), [t(`ruleSource.${rule.source}`), rule.set].filter(Boolean).join(' · ')],
        [t('rules.file'), <code key="f" className="mono">{rule.file}</code>],
        [t('rules.sigmaStatus'), rule.status || null],
        [t('rules.author'), rule.author || null],
        [t('rules.licence'), rule.licence || null],
        [t('rules.kind'), t(`rules.kinds.${rule.kind}`)],
        [t('rules.logsource'), rule.logsource ? <code key="l" className="mono">{rule.logsource}</code> : null],
        [t('queue.technique'), techniquesOf(rule.tags).join(', ') || null],
        [t('incident.alerts'), <Link key="a" to="/queue" search={{ rule: rule.id, state: 'all' }}>{number(rule.alerts)}</Link>],
        [t('rules.folded'), <span key="s" className="num">{number(rule.folded)}</span>],
        [t('rules.floodDropped'), <span key="d" className={rule.suppressed > 0 ? 'num tone-warn' : 'num'}>{number(rule.suppressed)}</span>],
        [t('rules.falseShareLong'), precision && precision.falseRatio !== null ? <span key="r"><FalseShare precision={precision} t={t} /> <span className="faint">{t('rules.falseHint', { wrong: precision.falseAlerts, judged })}</span></span> : t('rules.notJudged')],
        [t('rules.lastFired'), rule.lastFired ? <Moment key="m" at={rule.lastFired} /> : t('rules.never')],
        [t('rules.runningVersion'), rule.running === null ? t('rules.nothingRuns') : <span key="v" className="num">{rule.running} · <code className="mono">{rule.version}</code></span>],
        [t('rules.changed'), <span key="c">{rule.changedBy} · <Moment at={rule.changedAt} /></span>],
        [t('rules.lastReason'), rule.reason || null],
      ]}
    />
  )
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null
  return (
    <Card title={title} count={lines.length}>
      <ul className="bullets wrap-any">{lines.map((line) => <li key={line}>{/^https?:\/\//.test(line) ? <a href={line} target="_blank" rel="noopener noreferrer">{line}</a> : line}</li>)}</ul>
    </Card>
  )
}
