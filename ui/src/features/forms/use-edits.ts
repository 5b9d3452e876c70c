import { useState } from 'react'
import type { FormEdit } from '@/lib/form-types'

/** What was typed into a form and not saved yet, by place or by table. */
export type Edits = {
  count: number
  all: () => FormEdit[]
  text: (place: string, stands: string) => string
  write: (place: string, stands: string, text: string) => void
  rows: (block: number, stand: string[][]) => string[][]
  writeRows: (block: number, rows: string[][]) => void
}

export function useEdits(): Edits {
  const [texts, setTexts] = useState<Record<string, string>>({})
  const [tables, setTables] = useState<Record<number, string[][]>>({})
  return {
    count: Object.keys(texts).length + Object.keys(tables).length,
    all: () => [...Object.entries(texts).map(([place, text]) => ({ place, text })), ...Object.entries(tables).map(([block, rows]) => ({ block: Number(block), rows }))],
    text: (place, stands) => texts[place] ?? stands,
    write: (place, stands, text) => setTexts(({ [place]: _old, ...others }) => (text === stands ? others : { ...others, [place]: text })),
    rows: (block, stand) => tables[block] ?? stand,
    writeRows: (block, rows) => setTables((known) => ({ ...known, [block]: rows })),
  }
}
