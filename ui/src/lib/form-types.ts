import type { ClockState } from '@/lib/api-types'

/** Forms of the law: filled by the platform, edited and signed by people. */
export type FormBlock =
  | { type: 'section'; text: string }
  | { type: 'paragraph'; text: string; italic: boolean }
  | { type: 'fields'; entries: { label: string; value: string }[] }
  | { type: 'table'; columns: { title: string; width: number }[]; rows: string[][]; empty: string }
  | { type: 'signature'; recipients: string[]; signers: { position: string; name: string }[] }

export type FormDocument = {
  form: string
  formName: string
  basis: string
  superior: string
  agency: string
  number: string
  place: string
  day: string
  title: string
  subtitle: string
  blocks: FormBlock[]
}

export type FormSigned = { at: string; by: string; report: string; sha256: string; level: 'NONE' | 'PADES_B' | 'PADES_T' }
export type FormState = 'DRAFT' | 'SIGNING' | 'SIGNED'
export type FormCard = { id: string; form: string; name: string; state: FormState; version: number; blanks: number; updatedAt: string; updatedBy: string; signed: FormSigned | null }
export type FormOffer = { id: string; name: string; basis: string; clocks: string[] }
export type FormShelf = { forms: FormOffer[]; drafts: FormCard[]; seals: boolean }
export type FormChange = { version: number; at: string; actor: string; place: string; label: string; was: string; became: string }
/** A reporting duty that the form answers once it is signed. */
export type FormAnswer = { id: string; name: string; dueAt: string; state: ClockState }
export type FormView = { card: FormCard; subject: string; document: FormDocument; missing: { place: string; label: string }[]; changes: FormChange[]; answers: FormAnswer[]; seals: boolean }
export type FormEdit = { place: string; text: string } | { block: number; rows: string[][] }

/** What the platform prints where nobody said anything. */
export const BLANK = '……………'
