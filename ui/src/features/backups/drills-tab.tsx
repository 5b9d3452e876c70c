import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { PageState } from '@/components/ui/page-state'
import { Pill } from '@/components/ui/pill'
import { QueryView } from '@/components/ui/query-view'
import { Duration, Moment } from '@/components/ui/time'
import { useRowKeys } from '@/components/ui/use-row-keys'
import type { Drill } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'

export function DrillPill({ drill }: { drill: Drill }) {
  const { t } = useTranslation()
  return drill.ok ? <Pill tone="ok">{t('drill.passed')}</Pill> : <Pill tone="bad">{t('drill.failed')}</Pill>
}

function Against({ seconds, target }: { seconds: number; target: number }) {
  return <span className={seconds > target ? 'tone-bad' : undefined}><Duration seconds={seconds} /> <span className="faint">/ <Duration seconds={target} /></span></span>
}

export function DrillsTab({ drills }: { drills: UseQueryResult<Drill[]> }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<string | null>(null)
  const toggle = (drill: Drill) => setOpen(open === drill.id ? null : drill.id)
  const { activeKey } = useRowKeys(drills.data ?? [], (drill) => drill.id, toggle)
  const columns = useMemo<Column<Drill>[]>(
    () => [
      { key: 'ok', title: t('drill.result'), width: 130, render: (drill) => <DrillPill drill={drill} /> },
      { key: 'at', title: t('drill.at'), width: 156, sort: (a, b) => a.startedAt.localeCompare(b.startedAt), render: (drill) => <Moment at={drill.startedAt} /> },
      { key: 'plan', title: t('backups.plan'), render: (drill) => <span className="two-lines"><span className="cut strong">{drill.planName}</span><span className="cut">{drill.problem ?? <code className="mono">{drill.snapshot}</code>}</span></span> },
      { key: 'files', title: t('drill.files'), width: 96, align: 'right', render: (drill) => <span className="num">{number(drill.files)}</span> },
      { key: 'bytes', title: t('drill.bytes'), width: 90, align: 'right', from: 820, render: (drill) => <span className="num">{bytes(drill.bytes)}</span> },
      { key: 'wrong', title: t('drill.wrong'), width: 120, align: 'right', render: (drill) => <span className={drill.differing.length + drill.missing.length > 0 ? 'num tone-bad' : 'num'}>{number(drill.differing.length + drill.missing.length)}</span> },
      { key: 'rpo', title: t('backups.rpo'), width: 172, from: 1080, render: (drill) => <Against seconds={drill.rpoSeconds} target={drill.rpoTargetSeconds} /> },
      { key: 'rto', title: t('backups.rto'), width: 172, render: (drill) => <Against seconds={drill.rtoSeconds} target={drill.rtoTargetSeconds} /> },
    ],
    [t],
  )
  return (
    <div className="card table-box">
      <QueryView query={drills}>
        {(rows) => rows.length === 0 ? <PageState title={t('drill.none')} testId="state-empty">{t('drill.noneHint')}</PageState> : <DataTable label={t('backups.drills')} testId="drill-table" columns={columns} rows={rows} rowKey={(drill) => drill.id} activeKey={open ?? activeKey} onOpen={toggle} expandedKey={open} expanded={(drill) => <WrongFiles drill={drill} />} />}
      </QueryView>
    </div>
  )
}

/** Names every file that did not come back as it went in. */
function WrongFiles({ drill }: { drill: Drill }) {
  const { t } = useTranslation()
  if (drill.differing.length + drill.missing.length === 0) return drill.problem ? <Notice tone="bad">{drill.problem}</Notice> : <Notice tone="ok">{t('drill.allBack', { count: drill.files })}</Notice>
  return (
    <div className="stack" data-testid={`drill-files-${drill.id}`}>
      <FileList title={t('drill.differing')} files={drill.differing} />
      <FileList title={t('drill.missing')} files={drill.missing} />
    </div>
  )
}

function FileList({ title, files }: { title: string; files: string[] }) {
  if (files.length === 0) return null
  return (
    <div>
      <b className="tone-bad">{title} ({files.length})</b>
      <ul className="bullets mono wrap-any">{files.map((file) => <li key={file}>{file}</li>)}</ul>
    </div>
  )
}
