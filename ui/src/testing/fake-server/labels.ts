import type { Observable } from '@/lib/api-types'
import { NOTICE_KINDS, type MyNotices, type NoticeChoices } from '@/lib/notice-types'

const CHOICES = Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, { mail: true, webhook: false }])) as NoticeChoices

export const MY_NOTICES: MyNotices = { mail: 'lan@tuyenquang.gov.vn', webhook: '', mailPossible: true, webhooks: ['truc-ban'], kinds: CHOICES }

export const OBSERVABLES: Observable[] = [
  { id: 'q1', kind: 'IP', kindName: 'Địa chỉ IP', value: '203.0.113.7', note: 'máy điều khiển', tlp: 'AMBER', pap: 'GREEN', own: false, addedBy: 'lan', addedAt: '2026-11-20T01:00:00Z' },
  { id: 'q2', kind: 'DOMAIN', kindName: 'Tên miền', value: 'c2.example', note: '', tlp: 'RED', pap: 'RED', own: true, addedBy: 'lan', addedAt: '2026-11-20T01:00:00Z' },
]

export const SECRET_CONTENTS = { items: ['Chứng cứ: so-do.txt', 'Ghi chú: lan'], seen: 'abc' }
