export const NOTICE_KINDS = ['ORDER', 'ORDER_LATE', 'HANDOVER', 'CLOCK_DUE_SOON', 'CLOCK_OVERDUE', 'APPROVAL', 'PLATFORM'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]
export type NoticeChoice = { mail: boolean; webhook: boolean }
export type NoticeChoices = Record<NoticeKind, NoticeChoice>
export type MyNotices = { mail: string; webhook: string; mailPossible: boolean; webhooks: string[]; kinds: NoticeChoices }
export type RoleNotices = { role: string; name: string; kinds: NoticeChoices }
