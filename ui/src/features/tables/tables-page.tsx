import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Digest } from '@/components/ui/copy-button'
import { DataTable, type Column } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { Page } from '@/components/ui/page'
import { Pill } from '@/components/ui/pill'
import { QueryView } from '@/components/ui/query-view'
import { Moment } from '@/components/ui/time'
import { useRowKeys } from '@/components/ui/use-row-keys'
import type { TableInForce } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'
import { tablesQuery } from './api/get-tables'
import { TableDetail } from './table-detail'
import { nameKey } from './table-names'

const keyOf = (table: TableInForce) => table.name

/** The tables that events are enriched with: what is in force, every version, and putting another there. */
export function TablesPage() {
  const { t } = useTranslation()
  const tables = useQuery(tablesQuery)
  const [open, setOpen] = useState<string | null>(null)
  const rows = useMemo(() => tables.data ?? [], [tables.data])
  const toggle = (table: TableInForce) => setOpen(open === table.name ? null : table.name)
  const { activeKey } = useRowKeys(rows, keyOf, toggle)
  const columns = useMemo<Column<TableInForce>[]>(
    () => [
      { key: 'name', title: t('tables.table'), render: ({ name }) => <span className="two-lines"><span className="cut strong">{t(nameKey(name))}</span><span className="cut mono">{name}</span></span> },
      { key: 'version', title: t('tables.version'), width: 130, render: ({ inForce }) => inForce.bytes === 0 ? <Pill tone="plain">{t('tables.absent')}</Pill> : <Pill tone={inForce.version === 0 ? 'plain' : 'ok'}>{inForce.version === 0 ? t('tables.base') : t('tables.numbered', { version: inForce.version })}</Pill> },
      { key: 'at', title: t('tables.at'), width: 220, render: ({ inForce }) => inForce.at ? <span className="two-lines"><Moment at={inForce.at} /><span className="cut">{inForce.author}</span></span> : <span className="faint">—</span> },
      { key: 'rows', title: t('tables.rows'), width: 100, align: 'right', render: ({ inForce }) => <span className="num">{inForce.rows > 0 ? number(inForce.rows) : '—'}</span> },
      { key: 'bytes', title: t('tables.size'), width: 100, align: 'right', render: ({ inForce }) => <span className="num">{bytes(inForce.bytes)}</span> },
      { key: 'digest', title: t('audit.digest'), width: 190, from: 1080, render: ({ inForce }) => <Digest value={inForce.digest} /> },
    ],
    [t],
  )
  const problems = rows.flatMap((table) => table.problems)
  return (
    <Page title={t('tables.page')} count={tables.data?.length} updatedAt={tables.dataUpdatedAt} testId="page-tables">
      <p className="faint">{t('tables.hint')}</p>
      {problems.length > 0 && <Notice tone="bad" testId="tables-not-in-force"><p>{t('tables.notInForce')}</p><ul className="bullets">{problems.map((problem) => <li key={problem}>{problem}</li>)}</ul></Notice>}
      <div className="card table-box">
        <QueryView query={tables}>
          {() => <DataTable label={t('tables.page')} testId="table-table" columns={columns} rows={rows} rowKey={keyOf} activeKey={open ?? activeKey} onOpen={toggle} expandedKey={open} expanded={(table) => <TableDetail name={table.name} />} />}
        </QueryView>
      </div>
    </Page>
  )
}
