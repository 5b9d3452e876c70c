import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/page'
import { BLANK, type FormBlock, type FormDocument } from '@/lib/form-types'
import type { Edits } from './use-edits'

type Props = { document: FormDocument; edits: Edits; readOnly: boolean }

/** The form as it will be printed, every text in a box of its own. */
export function FormBlocks({ document, edits, readOnly }: Props) {
  const { t } = useTranslation()
  const shared = { edits, readOnly }
  return (
    <Card testId="form-document">
      <div className="stack">
        <div className="form-pair">
          <Place {...shared} place="agency" label={t('legalForm.agency')} stands={document.agency} />
          <Place {...shared} place="number" label={t('legalForm.number')} stands={document.number} />
        </div>
        <div className="form-pair">
          <Place {...shared} place="title" label={t('legalForm.titleLine')} stands={document.title} />
          <Place {...shared} place="subtitle" label={t('legalForm.subtitle')} stands={document.subtitle} />
        </div>
        {document.blocks.map((block, index) => <Block key={index} {...shared} block={block} index={index} />)}
      </div>
    </Card>
  )
}

function Block({ block, index, ...shared }: { block: FormBlock; index: number; edits: Edits; readOnly: boolean }) {
  const { t } = useTranslation()
  switch (block.type) {
    case 'section':
      return <h3>{block.text}</h3>
    case 'paragraph':
      return <Place {...shared} place={`b${index}`} label={t('legalForm.paragraph')} stands={block.text} hideLabel />
    case 'fields':
      return <>{block.entries.map((entry, row) => <Place key={entry.label} {...shared} place={`b${index}.${row}`} label={entry.label} stands={entry.value} />)}</>
    case 'table':
      return <TableBlock {...shared} block={block} index={index} />
    case 'signature':
      return (
        <div className="form-pair">
          {block.signers.map((signer, row) => <Place key={signer.position} {...shared} place={`b${index}.s${row}`} label={signer.position} stands={signer.name} />)}
        </div>
      )
  }
}

type PlaceProps = { place: string; label: string; stands: string; hideLabel?: boolean; edits: Edits; readOnly: boolean }

/** A text that can be changed; dots show as an empty box. */
function Place({ place, label, stands, hideLabel = false, edits, readOnly }: PlaceProps) {
  const shown = stands === BLANK ? '' : stands
  const text = edits.text(place, shown)
  if (readOnly) return <div>{!hideLabel && <span className="muted">{label}: </span>}<span style={{ whiteSpace: 'pre-wrap' }}>{stands === '' ? BLANK : stands}</span></div>
  return (
    <label className={hideLabel ? 'stack-s' : 'form-place'}>
      <span className={hideLabel ? 'visually-hidden' : 'muted'}>{label}</span>
      <Input.TextArea autoSize={{ minRows: 1, maxRows: 12 }} maxLength={20_000} value={text} status={text.trim() === '' || text.includes(BLANK) ? 'warning' : undefined} placeholder={BLANK} onChange={(event) => edits.write(place, shown, event.target.value)} data-testid={`place-${place}`} />
    </label>
  )
}

function TableBlock({ block, index, edits, readOnly }: { block: Extract<FormBlock, { type: 'table' }>; index: number; edits: Edits; readOnly: boolean }) {
  const { t } = useTranslation()
  const rows = edits.rows(index, block.rows)
  const write = (row: number, column: number, text: string) => edits.writeRows(index, rows.map((cells, r) => (r === row ? cells.map((cell, c) => (c === column ? text : cell)) : cells)))
  return (
    <div className="stack-s" data-testid={`table-b${index}`}>
      {rows.length === 0 && <p className="faint">{block.empty}</p>}
      {rows.length > 0 && (
        <div style={{ overflowX: 'auto' }}>
          <table className="plain-table">
            <thead><tr>{block.columns.map(({ title }) => <th key={title} scope="col">{title}</th>)}{!readOnly && <th><span className="visually-hidden">{t('legalForm.removeRow')}</span></th>}</tr></thead>
            <tbody>
              {rows.map((cells, row) => (
                <tr key={row}>
                  {cells.map((cell, column) => <td key={column}>{readOnly ? cell : <Input.TextArea autoSize variant="borderless" value={cell === BLANK ? '' : cell} placeholder={BLANK} aria-label={`${block.columns[column]?.title ?? ''} ${row + 1}`} onChange={(event) => write(row, column, event.target.value)} />}</td>)}
                  {!readOnly && <td><Button type="text" icon={<DeleteOutlined />} aria-label={t('legalForm.removeRow')} onClick={() => edits.writeRows(index, rows.filter((_, r) => r !== row))} /></td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!readOnly && <div><Button type="dashed" icon={<PlusOutlined />} onClick={() => edits.writeRows(index, [...rows, block.columns.map(() => '')])}>{t('legalForm.addRow')}</Button></div>}
    </div>
  )
}
