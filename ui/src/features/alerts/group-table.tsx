import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { LevelShape } from '@/components/ui/severity'
import { Moment } from '@/components/ui/time'
import { useRowKeys } from '@/components/ui/use-row-keys'
import { LEVELS, type AlertGroup } from '@/lib/api-types'
import { number } from '@/lib/format'
import { alertGroupsQuery } from './api/get-alerts'
import { filterOf, type GroupBy, type QueueSearch } from './queue-search'

function Spread({ levels }: { levels: AlertGroup['levels'] }) {
  const { t } = useTranslation()
  return (
    <span className="row">
      {LEVELS.filter((level) => levels[level]).map((level) => (
        <span key={level} className={`sev sev-${level}`} title={t(`level.${level}`)}><LevelShape level={level} /> {number(levels[level] ?? 0)}</span>
      ))}
    </span>
  )
}

/** Rows folded by rule, entity or unit; opening one shows its alerts as a filter. */
export function GroupTable({ by, search, onChange }: { by: GroupBy; search: QueueSearch; onChange: (change: Partial<QueueSearch>) => void }) {
  const { t } = useTranslation()
  const groups = useQuery(alertGroupsQuery(by, filterOf(search)))
  const open = (group: AlertGroup) => onChange({ by: undefined, [by]: group.key })
  const { activeKey } = useRowKeys(groups.data ?? [], (group) => group.key, open)
  const columns = useMemo<Column<AlertGroup>[]>(
    () => [
      { key: 'label', title: t(`queue.by.${by}`), render: (group) => <span className="two-lines"><span className="cut strong">{group.label}</span><span className="cut mono">{group.key}</span></span> },
      { key: 'count', title: t('queue.count'), width: 90, align: 'right', sort: (a, b) => a.count - b.count, render: (group) => <b className="num">{number(group.count)}</b> },
      { key: 'levels', title: t('queue.level'), width: 280, render: (group) => <Spread levels={group.levels} /> },
      { key: 'newest', title: t('queue.newest'), width: 156, sort: (a, b) => a.newest.localeCompare(b.newest), render: (group) => <Moment at={group.newest} /> },
    ],
    [t, by],
  )
  return (
    <div className="table-box" style={{ flex: 1 }}>
      <QueryView query={groups}>
        {(rows) => rows.length === 0 ? <PageState title={t('queue.noMatch')} /> : <DataTable label={t('queue.title')} testId="alert-groups" columns={columns} rows={rows} rowKey={(group) => group.key} activeKey={activeKey} onOpen={open} />}
      </QueryView>
    </div>
  )
}
