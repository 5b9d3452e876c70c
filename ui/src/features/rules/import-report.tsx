import type { TFunction } from 'i18next'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { problemWords } from '@/lib/problem-words'
import { number } from '@/lib/format'
import { RULE_STATES, type ImportReport } from '@/lib/rule-types'

const SHOWN = 300
const GROUPS = ['refused', 'added', 'changed', 'duplicates', 'edited', 'missing', 'skipped'] as const
type Group = (typeof GROUPS)[number]
type Line = { key: string; id: string | null; title: string; file: string; words: string; from?: number; to?: number; diff?: string[] }

/** Taken, refused and why, twice, changed: every file has its line; refusals come first. */
export function ImportReportView({ report, onLeave }: { report: ImportReport; onLeave: () => void }) {
  const { t } = useTranslation()
  const lines = useMemo(() => linesOf(report, (line, column) => t('editor.place', { line, column })), [report, t])
  const [group, setGroup] = useState<Group>(() => GROUPS.find((each) => lines[each].length > 0) ?? 'added')
  const rows = lines[group]
  const columns = useMemo<Column<Line>[]>(
    () => [
      { key: 'title', title: t('rules.rule'), render: (line) => <div className="cell-wrap">{line.id ? <Link to="/rules/$id" params={{ id: line.id }} search={line.to ? { tab: 'versions', version: String(line.to), other: String(line.from) } : {}} onClick={onLeave}>{line.title}</Link> : <b className="strong">{line.title || '—'}</b>}<div className="mono faint">{line.file}</div></div> },
      { key: 'words', title: t(`import.why.${group}`), width: '46%', render: (line) => <div className="cell-wrap">{group === 'changed' ? <Changed line={line} words={t('import.fromTo', { from: line.from ?? 0, to: line.to ?? 0 })} /> : group === 'added' || group === 'missing' ? stateWords(t, line.words) : line.words}</div> },
    ],
    [t, group, onLeave],
  )
  return (
    <div className="stack" data-testid="import-report">
      <p>{t('import.summary', { files: number(report.files), loaded: number(report.loaded), unchanged: number(report.unchanged), enabled: number(report.enabled), retired: number(report.retired) })}</p>
      <div className="strip import-counts">
        {GROUPS.map((each) => (
          <button key={each} type="button" className="strip-item" aria-pressed={group === each} onClick={() => setGroup(each)} data-testid={`import-${each}`}>
            {t(`import.group.${each}`)} <b className={each === 'refused' && lines[each].length > 0 ? 'tone-bad' : undefined}>{number(lines[each].length)}</b>
          </button>
        ))}
      </div>
      {rows.length === 0 ? <p className="faint">{t('import.noneOfThese')}</p> : <div className="table-box import-table"><DataTable label={t(`import.group.${group}`)} testId="import-table" columns={columns} rows={rows.slice(0, SHOWN)} rowKey={(line) => line.key} /></div>}
      {rows.length > SHOWN && <p className="faint">{t('import.shown', { shown: number(SHOWN), total: number(rows.length) })}</p>}
    </div>
  )
}

/** The numbers of the versions, and the lines that differ. */
function Changed({ line, words }: { line: Line; words: string }) {
  return (
    <details>
      <summary>{words}</summary>
      <pre className="mono wrap-any">{(line.diff ?? []).join('\n')}</pre>
    </details>
  )
}

function linesOf(report: ImportReport, place: (line: number, column: number) => string): Record<Group, Line[]> {
  const plain = (group: Group) => ({ id, title, file, note }: ImportReport['added'][number], index: number): Line => ({ key: `${group}${index}`, id, title, file, words: note })
  return {
    refused: report.refused.map(({ file, line, column, rule, reason, message }, index) => ({ key: `refused${index}`, id: null, title: rule ?? '', file, words: `${line > 0 ? `${place(line, column)}: ` : ''}${problemWords({ reason, message })}` })),
    added: report.added.map(plain('added')),
    changed: report.changed.map(({ id, title, file, from, to, diff }, index) => ({ key: `changed${index}`, id, title, file, words: '', from, to, diff })),
    duplicates: report.duplicates.map(plain('duplicates')),
    edited: report.edited.map(plain('edited')),
    missing: report.missing.map(plain('missing')),
    skipped: report.skipped.map((file, index) => ({ key: `skipped${index}`, id: null, title: '', file, words: '' })),
  }
}

function stateWords(t: TFunction, note: string): string {
  const state = RULE_STATES.find((each) => each === note)
  return state ? t(`ruleState.${state}`) : note
}
