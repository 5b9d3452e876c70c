import { useTranslation } from 'react-i18next'
import { Pill } from '@/components/ui/pill'
import { Moment } from '@/components/ui/time'
import type { DutyRun, Plan, PlanTarget } from '@/lib/api-types'
import { number } from '@/lib/format'

/** The places of a plan: what they are, whether they have everything, how much of them was read again. */
export function TargetTable({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <table className="fields" data-testid={`targets-${plan.id}`} aria-label={t('backups.targets')}>
      <tbody>{plan.targets.map((target) => <TargetRow key={target.name} target={target} />)}</tbody>
    </table>
  )
}

function TargetRow({ target }: { target: PlanTarget }) {
  const { t } = useTranslation()
  return (
    <tr data-row-key={target.name}>
      <th scope="row" aria-label={target.name}>
        <span className="two-lines"><span className="strong wrap-any">{target.name}</span><span>{target.name === target.location ? target.medium : <code className="mono wrap-any">{target.location}</code>}</span></span>
      </th>
      <td>
        <div className="stack-s">
          <span className="row-wrap">
            {target.first && <Pill>{t('backups.first')}</Pill>}
            {target.offsite && <Pill tone="ok">{t('backups.offsite')}</Pill>}
            {target.immutable && <Pill tone="ok">{t('backups.immutable')}</Pill>}
            {!target.first && <CopyPill copy={target.copy} />}
            <CheckPill check={target.check} />
          </span>
          {[target.copy, target.check].filter((run) => run && !run.ok).map((run) => <span key={run?.kind} className="tone-bad wrap-any">{run?.summary}</span>)}
          <Simulation run={target.simulation} />
        </div>
      </td>
    </tr>
  )
}

function CopyPill({ copy }: { copy: DutyRun | null }) {
  const { t } = useTranslation()
  if (!copy) return <Pill tone="warn">{t('backups.neverCopied')}</Pill>
  if (copy.ok) return <Pill tone="ok" title={copy.summary}>{t('backups.same')}</Pill>
  return <Pill tone="bad" title={copy.summary}>{t(`backups.problem.${copy.problem}`)}</Pill>
}

function CheckPill({ check }: { check: DutyRun | null }) {
  const { t } = useTranslation()
  if (!check) return <Pill tone="warn">{t('backups.neverChecked')}</Pill>
  if (!check.ok) return <Pill tone="bad" title={check.summary}>{t(`backups.problem.${check.problem}`)}</Pill>
  const { coveredPercent = 0, windowDays = 30 } = check.detail
  return <Pill tone={coveredPercent >= 99.9 ? 'ok' : 'plain'} title={check.summary}>{t('backups.reread', { percent: Math.floor(coveredPercent), days: windowDays })}</Pill>
}

function Simulation({ run }: { run: DutyRun | null }) {
  const { t } = useTranslation()
  if (!run) return null
  const { removed = [], kept = 0 } = run.detail
  return (
    <span className={run.ok ? 'faint' : 'tone-warn'}>
      {run.ok ? t('backups.wouldGo', { gone: number(removed.length), kept: number(kept) }) : run.summary} · <Moment at={run.at} short />
    </span>
  )
}
