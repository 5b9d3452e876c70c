import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { PageState } from '@/components/ui/page-state'
import { Pill } from '@/components/ui/pill'
import { QueryView } from '@/components/ui/query-view'
import { Duration, Moment } from '@/components/ui/time'
import { useRowKeys } from '@/components/ui/use-row-keys'
import type { Drill } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'
import { useLiveDrills } from './api/get-drills'
import { DrillProof } from './drill-proof'
import { DrillsDue } from './drills-due'
import { OpenDrill } from './open-drill'

export function DrillPill({ drill }: { drill: Drill }) {
  const { t } = useTranslation()
  const tone = { PASSED: 'ok', FAILED: 'bad', RUNNING: 'now', INTERRUPTED: 'warn' } as const
  return <Pill tone={tone[drill.state]}>{t(`drill.state.${drill.state}`)}</Pill>
}

function Against({ seconds, target }: { seconds: number; target: number }) {
  return <span className={seconds > target ? 'tone-bad' : undefined}><Duration seconds={seconds} /> <span className="faint">/ <Duration seconds={target} /></span></span>
}

export function DrillsTab({ drills }: { drills: UseQueryResult<Drill[]> }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<string | null>(null)
  const live = useLiveDrills()
  const toggle = (drill: Drill) => setOpen(open === drill.id ? null : drill.id)
  const { activeKey } = useRowKeys(drills.data ?? [], (drill) => drill.id, toggle)
  const columns = useMemo<Column<Drill>[]>(
    () => [
      { key: 'ok', title: t('drill.result'), width: 130, render: (drill) => <DrillPill drill={drill} /> },
      { key: 'at', title: t('drill.at'), width: 156, sort: (a, b) => a.startedAt.localeCompare(b.startedAt), render: (drill) => <Moment at={drill.startedAt} /> },
      { key: 'plan', title: t('backups.plan'), render: (drill) => <span className="two-lines"><span className="cut strong">{drill.planName}{drill.about.startsWith('incident:') && <> · {drill.about.slice(9)}</>}</span><span className="cut">{drill.problem ?? <code className="mono">{drill.snapshot}</code>}</span></span> },
      { key: 'files', title: t('drill.files'), width: 96, align: 'right', render: (drill) => <span className="num">{number(drill.files)}</span> },
      { key: 'bytes', title: t('drill.bytes'), width: 90, align: 'right', from: 820, render: (drill) => <span className="num">{bytes(drill.bytes)}</span> },
      { key: 'wrong', title: t('drill.wrong'), width: 120, align: 'right', render: (drill) => <span className={drill.differing.length + drill.missing.length > 0 ? 'num tone-bad' : 'num'}>{number(drill.differing.length + drill.missing.length)}</span> },
      { key: 'rpo', title: t('backups.rpo'), width: 172, from: 1080, render: (drill) => hasResult(drill) ? <Against seconds={drill.rpoSeconds} target={drill.rpoTargetSeconds} /> : '–' },
      { key: 'rto', title: t('backups.rto'), width: 172, render: (drill) => hasResult(drill) ? <Against seconds={drill.rtoSeconds} target={drill.rtoTargetSeconds} /> : '–' },
    ],
    [t],
  )
  return (
    <div className="stack">
      <DrillsDue />
      <div className="card table-box">
        <QueryView query={drills}>
          {(rows) => rows.length === 0 ? <PageState title={t('drill.none')} testId="state-empty">{t('drill.noneHint')}</PageState> : <DataTable label={t('backups.drills')} testId="drill-table" columns={columns} rows={rows} rowKey={(drill) => drill.id} activeKey={open ?? activeKey} onOpen={toggle} expandedKey={open} expanded={(drill) => hasResult(drill) ? <DrillProof id={drill.id} /> : <OpenDrill drill={drill} at={live[drill.id] ?? drill.progress} />} />}
        </QueryView>
      </div>
    </div>
  )
}

function hasResult(drill: Drill): boolean {
  return drill.state === 'PASSED' || drill.state === 'FAILED'
}
