import type { JsonValue, PlaybookDetail, PlaybookProblem } from '@/lib/api-types'
import type { PendingApproval } from '@/lib/playbook-runs'
import { PLAYBOOKS, runOf } from './incidents'

const PROBLEMS: PlaybookProblem[] = [
  { error: false, code: 'deprecated-property', pointer: '/workflow/start--s1/owner', message: 'Thuộc tính owner đã bỏ từ CS01, được bỏ qua.', english: 'The property owner was dropped in CS01 and is ignored.' },
  { error: true, code: 'pointer-dangling', pointer: '/workflow/action--s2/on_success', message: 'Bước được nhắc tới không có trong kịch bản.', english: 'The step named here is not in the playbook.' },
]

/** The workflow that the run of the fake server follows. */
export function cacao(now: number): JsonValue {
  const { steps } = runOf(now)
  return {
    type: 'playbook', workflow_start: steps[0]?.stepId ?? '',
    workflow: Object.fromEntries(steps.map(({ stepId, type, name }, index) => [stepId, { type, name, ...(steps[index + 1] ? { on_completion: steps[index + 1]?.stepId ?? '' } : {}) }])),
  }
}

export const playbookDetail = (id: string, now: number): PlaybookDetail | undefined => {
  const found = PLAYBOOKS.find((each) => each.id === id)
  return found && { ...found, problems: id === 'playbook--ts' ? PROBLEMS : [], cacao: cacao(now) }
}

export function pendingApprovals(now: number): PendingApproval[] {
  const base = { runId: 'run-1', incidentId: 'SC-2026-004', incidentTitle: 'Chiếm tài khoản cán bộ', playbookName: 'Thu hồi tài khoản cán bộ bị chiếm', startedBy: 'lan.nt', count: 2, notRequester: true, until: new Date(now + 4 * 3_600_000).toISOString() }
  return [
    { ...base, step: 5, name: 'Khóa cổng dịch vụ', digest: 'b'.repeat(64), command: 'ssh cong-01: systemctl stop dvc', roles: ['CHU_QUAN'], destructive: true, decisions: [], refusal: 'Chỉ người có vai trò CHU_QUAN được phê duyệt bước này.' },
    { ...base, step: 4, name: 'Duyệt thông báo cho lãnh đạo xã', digest: 'a'.repeat(64), command: 'manual: Thông báo bằng văn bản tới Chủ tịch UBND xã Đồng Văn', roles: ['DIEU_PHOI'], destructive: false, decisions: [{ person: 'huong.tt', unit: 'ca-tinh', agreed: true, reason: 'đúng quy trình', at: new Date(now).toISOString() }], refusal: '' },
  ]
}

export const checked = { file: 'thu.json', standing: 'NEW', playbook: PLAYBOOKS[0], problems: PROBLEMS }
