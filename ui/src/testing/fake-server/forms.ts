import { BLANK, type FormBlock, type FormDocument, type FormView } from '@/lib/form-types'

/** A form of three kinds of blocks, kept in memory; enough to edit and sign. */
export function fakeForms(now: () => number) {
  const kept = new Map<string, FormView>()
  const iso = () => new Date(now()).toISOString()
  const document: FormDocument = {
    form: 'mau-08-nd356', formName: 'Mẫu số 08: Thông báo vi phạm', basis: 'Nghị định 356/2025/NĐ-CP, Điều 28', superior: 'UBND TỈNH TUYÊN QUANG', agency: 'CÔNG AN TỈNH', number: '', place: 'Tuyên Quang', day: '2026-11-20', title: 'THÔNG BÁO', subtitle: 'Vi phạm',
    blocks: [
      { type: 'section', text: '1. Tổ chức' },
      { type: 'fields', entries: [{ label: 'Tên tổ chức', value: 'CÔNG AN TỈNH' }, { label: 'Mã số thuế', value: BLANK }] },
      { type: 'table', columns: [{ title: 'Tài liệu', width: 40 }, { title: 'SHA-256', width: 60 }], rows: [['nhat-ky.log', '3f3f']], empty: 'Không có.' },
      { type: 'signature', recipients: ['Như trên'], signers: [{ position: 'ĐẠI DIỆN', name: 'Nguyễn Thị Lan' }] },
    ],
  }
  const settle = (view: FormView): FormView => {
    const missing = view.document.blocks.flatMap((block, at) => (block.type === 'fields' ? block.entries.flatMap(({ label, value }, row) => (value === BLANK ? [{ place: `b${at}.${row}`, label }] : [])) : []))
    const next = { ...view, missing, card: { ...view.card, blanks: missing.length } }
    kept.set(next.card.id, next)
    return next
  }
  const start = (form: string, subject: string) =>
    settle({ card: { id: `f${kept.size + 1}`, form, name: document.formName, state: 'DRAFT', version: 1, blanks: 0, updatedAt: iso(), updatedBy: 'lan.nt', signed: null }, subject, document, missing: [], changes: [], answers: subject.startsWith('incident:') ? [{ id: 'DL-72H', name: 'Thông báo vi phạm dữ liệu cá nhân (Mẫu số 08)', dueAt: new Date(now() + 3_600_000).toISOString(), state: 'DUE_SOON' }] : [], seals: true })
  const write = (id: string, edits: { place?: string; text?: string; block?: number; rows?: string[][] }[]) => {
    const view = kept.get(id)
    if (!view) return undefined
    const blocks = view.document.blocks.map((block, at): FormBlock => {
      if (block.type === 'table') return { ...block, rows: edits.find((edit) => edit.block === at)?.rows ?? block.rows }
      if (block.type !== 'fields') return block
      return { ...block, entries: block.entries.map((entry, row) => ({ ...entry, value: edits.find((edit) => edit.place === `b${at}.${row}`)?.text ?? entry.value })) }
    })
    const changes = edits.map((edit) => ({ version: view.card.version + 1, at: iso(), actor: 'lan.nt', place: edit.place ?? `b${edit.block ?? 0}`, label: edit.place ?? 'Bảng', was: '', became: edit.text ?? '' }))
    return settle({ ...view, document: { ...view.document, blocks }, changes: [...view.changes, ...changes], card: { ...view.card, version: view.card.version + 1 } })
  }
  const sign = (id: string, withBlanks: boolean) => {
    const view = kept.get(id)
    if (!view || (!withBlanks && view.missing.length > 0)) return undefined
    return settle({ ...view, card: { ...view.card, state: 'SIGNED', version: view.card.version + 1, signed: { at: iso(), by: 'lan.nt', report: 'r1', sha256: '3f'.repeat(32), level: 'PADES_B' } } })
  }
  const shelf = (subject: string) => ({
    forms: [{ id: 'mau-08-nd356', name: document.formName, basis: document.basis, clocks: ['DL-72H'] }],
    drafts: [...kept.values()].filter((view) => view.subject === subject).map(({ card }) => card),
    seals: true,
  })
  return { kept, start, write, sign, shelf }
}
