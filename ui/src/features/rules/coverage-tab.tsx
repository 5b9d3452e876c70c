import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { RuleStatePill, VerdictPill } from '@/components/ui/rule-signs'
import { number } from '@/lib/format'
import type { Coverage, TacticCover, TechniqueCover } from '@/lib/rule-types'
import { coverageQuery, ruleNamesQuery } from './api/get-rules'
import { tacticWords } from './rules-search'
import { TechniquePanel } from './technique-panel'

/** ATT&CK as the rules themselves name it; a technique counts only where a rule for it can fire here. */
export function CoverageTab() {
  const { t } = useTranslation()
  const coverage = useQuery(coverageQuery)
  return (
    <QueryView query={coverage}>
      {(data) => data.tactics.every(({ techniques }) => techniques.length === 0) ? <div className="card"><PageState title={t('coverage.none')} testId="state-empty">{t('coverage.noneHint')}</PageState></div> : <Matrix coverage={data} />}
    </QueryView>
  )
}

function Matrix({ coverage }: { coverage: Coverage }) {
  const { t } = useTranslation()
  const tactics = coverage.tactics.filter((tactic) => tactic.techniques.length > 0)
  const [chosen, setChosen] = useState<{ tactic: TacticCover; technique: TechniqueCover } | null>(null)
  const techniques = new Map(coverage.tactics.flatMap(({ techniques: all }) => all.map((each) => [each.id, each])))
  const covered = [...techniques.values()].filter(({ covered: firing }) => firing).length
  return (
    <>
      <div className="card strip">
        <span>{t('coverage.covered')} <b className="num">{`${number(covered)}/${number(techniques.size)}`}</b></span>
        <span className="legend"><i data-cover="many" />{t('coverage.many')}</span>
        <span className="legend"><i data-cover="some" />{t('coverage.some')}</span>
        <span className="legend"><i data-cover="blind" />{t('coverage.blind')}</span>
        <span className="faint grow">{t('coverage.about')}</span>
      </div>
      <div className="split">
        <div className="split-main matrix-box" data-testid="coverage-grid">
          <div className="matrix" style={{ gridTemplateColumns: `repeat(${tactics.length}, minmax(132px, 1fr))` }}>
            {tactics.map((tactic) => <Tactic key={tactic.tag} tactic={tactic} chosen={chosen?.tactic.tag === tactic.tag ? chosen.technique.id : undefined} onChoose={(technique) => setChosen({ tactic, technique })} />)}
          </div>
        </div>
        {chosen && <Technique {...chosen} onClose={() => setChosen(null)} />}
      </div>
    </>
  )
}

/** Tactics the framework does not know keep their tag; rules without one stand together. */
const nameOf = ({ tag, name }: TacticCover, none: string) => (tag === '' ? none : name === tag ? tacticWords(tag) : name)
const coverOf = ({ firing }: TechniqueCover) => (firing.length >= 2 ? 'many' : firing.length === 1 ? 'some' : 'blind')

function Tactic({ tactic, chosen, onChoose }: { tactic: TacticCover; chosen: string | undefined; onChoose: (technique: TechniqueCover) => void }) {
  const { t } = useTranslation()
  const covered = tactic.techniques.filter(({ covered: firing }) => firing).length
  return (
    <section aria-label={nameOf(tactic, t('coverage.noTactic'))}>
      <header><h2>{nameOf(tactic, t('coverage.noTactic'))}</h2><span className="num">{`${covered}/${tactic.techniques.length}`}</span></header>
      <ul>
        {tactic.techniques.map((technique) => (
          <li key={technique.id}>
            <button type="button" data-cover={coverOf(technique)} aria-pressed={chosen === technique.id} title={`${technique.id} ${technique.name}`} onClick={() => onChoose(technique)} data-testid={`technique-${tactic.tag}-${technique.id}`}>
              <span className="mono">{technique.id}</span>
              <span className="num" aria-label={t('coverage.cell', { firing: technique.firing.length, total: technique.rules.length })}>{`${technique.firing.length}/${technique.rules.length}`}</span>
              {technique.name && technique.name !== technique.id && <span className="cut name">{technique.name}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The rules of one technique and which of them can fire. */
function Technique({ tactic, technique, onClose }: { tactic: TacticCover; technique: TechniqueCover; onClose: () => void }) {
  const { t } = useTranslation()
  const rules = useQuery(ruleNamesQuery).data ?? []
  const reach = new Map(useQuery(coverageQuery).data?.rules.map((each) => [each.ruleId, each]))
  return (
    <TechniquePanel title={`${technique.id}${technique.name && technique.name !== technique.id ? ` · ${technique.name}` : ''}`} tactic={nameOf(tactic, t('coverage.noTactic'))} onClose={onClose}>
      <p className="muted" style={{ padding: '10px 0' }}>{t('coverage.cell', { firing: technique.firing.length, total: technique.rules.length })}</p>
      <ul className="sample-list">
        {technique.rules.map((id) => {
          const rule = rules.find((each) => each.id === id)
          const found = reach.get(id)
          return <li key={id}><Link className="grow" to="/rules/$id" params={{ id }}>{rule?.title ?? id}</Link>{rule && <RuleStatePill state={rule.state} />}{found && <VerdictPill verdict={found.verdict} missing={found.missing} />}</li>
        })}
      </ul>
      <Link to="/rules" search={{ technique: technique.id }} style={{ display: 'inline-block', marginTop: 12 }}>{t('coverage.inList')}</Link>
    </TechniquePanel>
  )
}
