import type { Task, UnitRef } from './api-types'

export type OrderKind = 'LENH' | 'HO_TRO'
export type Lateness = 'OVERDUE' | 'UNHEARD' | 'BLOCKED' | 'WAITING' | 'AT_WORK' | 'FINISHED'
export type OrderEvent = { at: string; actor: string; kind: 'PROGRESS' | 'PROOF' | 'ESCALATED_UNHEARD' | 'ESCALATED_OVERDUE'; ref: string; text: string }
export type Order = {
  task: Task
  kind: OrderKind
  why: string
  legalBasis: string
  acknowledgeBy: string
  proofRequired: boolean
  lateness: Lateness
  nextDeadline: string | null
  events: OrderEvent[]
  proof: string[]
}
export type NewOrder = { what: string; how?: string; why: string; legalBasis: string; unit: string; acknowledgeBy?: string; dueAt: string; proofRequired?: boolean }

export type Handover = {
  id: string
  from: UnitRef | null
  to: UnitRef
  reason: string
  askedBy: string
  askedAt: string
  state: 'CHO' | 'DA_NHAN' | 'TU_CHOI' | 'RUT_LAI'
  decidedBy: string | null
  decidedAt: string | null
  note: string
}

export type Preservation = {
  id: string
  query: string
  range: { from: string; to: string }
  reason: string
  legalBasis: string
  orderedBy: string
  orderedAt: string
  liftedBy: string | null
  liftedAt: string | null
  liftReason: string
}
export type NewPreservation = { query?: string; from: string; until: string; reason: string; legalBasis: string }

export type InboxItem = { id: number; at: string; kind: 'ORDER' | 'ORDER_LATE' | 'HANDOVER' | 'CLOCK_DUE_SOON' | 'CLOCK_OVERDUE' | 'APPROVAL' | 'PLATFORM'; subject: string; link: string; incidentId: string | null; readAt: string | null }
export type Inbox = { unread: number; items: InboxItem[] }
