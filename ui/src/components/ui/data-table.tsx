import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'

export type Column<T> = {
  key: string
  title: ReactNode
  render: (row: T) => ReactNode
  width?: number | string
  align?: 'right' | 'center'
  /** Left out when the table is narrower than this many pixels. */
  from?: number
  sort?: (a: T, b: T) => number
}

export type Selection = { keys: ReadonlySet<string>; onToggle: (key: string, range: boolean) => void; onToggleAll: () => void }

type Props<T> = {
  label: string
  testId: string
  columns: Column<T>[]
  rows: T[]
  rowKey: (row: T) => string
  rowClass?: (row: T) => string
  rowLabel?: (row: T) => string
  activeKey?: string | null
  onOpen?: (row: T) => void
  expandedKey?: string | null
  expanded?: (row: T) => ReactNode
  selection?: Selection
  layout?: 'fixed' | 'auto'
  /** When the server sorts: how the rows are sorted now, and what was asked for. */
  sort?: Sort
  onSort?: (sort: Sort) => void
}

/** A dense table: sticky head, one active row for the keyboard, rows found by `data-row-key`. */
export function DataTable<T>(props: Props<T>) {
  const { label, testId, rows, rowKey, selection, layout = 'fixed' } = props
  const { t } = useTranslation()
  const table = useRef<HTMLTableElement>(null)
  const width = useWidth(table)
  const columns = useMemo(() => props.columns.filter(({ from = 0 }) => width >= from), [props.columns, width])
  const [ownSort, setOwnSort] = useState<Sort>(null)
  const sort = props.onSort ? (props.sort ?? null) : ownSort
  const shown = useMemo(() => sorted(rows, columns, ownSort), [rows, columns, ownSort])
  const opening = useRef(props.onOpen)
  useEffect(() => {
    opening.current = props.onOpen
  })
  const open = useCallback((row: T) => opening.current?.(row), [])
  return (
    <table ref={table} className="table" data-testid={testId} data-layout={layout} aria-label={label}>
      <colgroup>
        {selection && <col style={{ width: 38 }} />}
        {columns.map((column) => (
          <col key={column.key} style={{ width: column.width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {selection && (
            <th scope="col">
              <input type="checkbox" className="check" aria-label={t('table.selectAll')} checked={rows.length > 0 && rows.every((row) => selection.keys.has(rowKey(row)))} onChange={selection.onToggleAll} />
            </th>
          )}
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={sort} onSort={props.onSort ?? setOwnSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row, index) => {
          const key = rowKey(row)
          return (
            <Row
              key={key} id={key} row={row} columns={columns} active={key === props.activeKey} reachable={props.activeKey === undefined || (props.activeKey === null && index === 0)} selected={selection?.keys.has(key) ?? false}
              onToggle={selection?.onToggle} onOpen={props.onOpen && open} className={props.rowClass?.(row)} label={props.rowLabel?.(row)}
              below={key === props.expandedKey ? props.expanded?.(row) : undefined}
            />
          )
        })}
      </tbody>
    </table>
  )
}

/** The width of the box around the table, in steps, so that a slow resize does not redraw each row each pixel. */
function useWidth(table: RefObject<HTMLTableElement | null>): number {
  const [width, setWidth] = useState(Number.MAX_SAFE_INTEGER)
  useLayoutEffect(() => {
    const box = table.current?.parentElement
    if (!box || typeof ResizeObserver === 'undefined') return
    const read = () => setWidth(box.clientWidth === 0 ? Number.MAX_SAFE_INTEGER : Math.ceil(box.clientWidth / 20) * 20)
    read()
    const watch = new ResizeObserver(read)
    watch.observe(box)
    return () => watch.disconnect()
  }, [table])
  return width
}

export type Sort = { key: string; down: boolean } | null

function sorted<T>(rows: T[], columns: Column<T>[], sort: Sort): T[] {
  const compare = sort && columns.find((column) => column.key === sort.key)?.sort
  if (!compare) return rows
  return rows.toSorted((a, b) => (sort.down ? -compare(a, b) : compare(a, b)))
}

function Head<T>({ column, sort, onSort }: { column: Column<T>; sort: Sort; onSort: (sort: Sort) => void }) {
  const on = sort?.key === column.key
  if (!column.sort) return <th scope="col" className={column.align}>{column.title}</th>
  return (
    <th scope="col" className={column.align} aria-sort={on ? (sort.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className="sort-button" onClick={() => onSort(on && sort.down ? null : { key: column.key, down: on })}>
        {column.title}
        <span aria-hidden="true">{on ? (sort.down ? '▼' : '▲') : '↕'}</span>
      </button>
    </th>
  )
}

type RowProps<T> = {
  id: string
  row: T
  columns: Column<T>[]
  active: boolean
  /** Whether Tab comes to it although it is not the active row. */
  reachable: boolean
  selected: boolean
  className?: string
  label?: string
  onToggle?: (key: string, range: boolean) => void
  onOpen?: (row: T) => void
  below?: ReactNode
}

function PlainRow<T>({ id, row, columns, active, reachable, selected, className, label, onToggle, onOpen, below }: RowProps<T>) {
  const { t } = useTranslation()
  const element = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (active) element.current?.scrollIntoView?.({ block: 'nearest' })
  }, [active])
  const enter = (event: KeyboardEvent) => {
    if (!onOpen || !reachable || event.key !== 'Enter' || event.target !== event.currentTarget) return
    event.preventDefault()
    onOpen(row)
  }
  return (
    <>
      <tr ref={element} data-row-key={id} data-active={active} data-selected={selected} data-openable={onOpen !== undefined} className={className} tabIndex={onOpen ? (active || reachable ? 0 : -1) : undefined} onKeyDown={enter} aria-selected={onOpen ? active : undefined} onClick={onOpen && (() => onOpen(row))}>
        {onToggle && (
          <td onClick={(event) => event.stopPropagation()}>
            <input type="checkbox" className="check" aria-label={t('table.select', { name: label ?? id })} checked={selected} onChange={(event) => onToggle(id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)} />
          </td>
        )}
        {columns.map((column) => (
          <td key={column.key} className={column.align}>
            {column.render(row)}
          </td>
        ))}
      </tr>
      {below !== undefined && (
        <tr className="expanded-row">
          <td colSpan={columns.length + (onToggle ? 1 : 0)}>{below}</td>
        </tr>
      )}
    </>
  )
}

const Row = memo(PlainRow) as typeof PlainRow
