import type { ClockRow, PeriodicClock, Task } from '@/lib/api-types'
import type { Lateness, Order } from '@/lib/order-types'

const LATENESS: Record<Task['state'], Lateness> = { CHO: 'WAITING', DA_NHAN: 'AT_WORK', DANG_LAM: 'AT_WORK', BI_CHAN: 'BLOCKED', XONG: 'FINISHED', BO_QUA: 'FINISHED' }

/** The mandatory tasks as orders of the coordinator. */
export function orders(tasks: Task[], now: number): Order[] {
  return tasks.filter(({ mandatory, completedAt }) => mandatory && completedAt === null).map((task) => {
    const late = task.dueAt !== null && Date.parse(task.dueAt) < now
    return {
      task, kind: 'LENH', why: 'Ngăn kẻ xâm nhập dùng tiếp tài khoản.', legalBasis: 'NĐ 333/2026/NĐ-CP, Điều 8', acknowledgeBy: new Date(now - 40 * 60_000).toISOString(), proofRequired: true,
      lateness: late ? 'OVERDUE' : LATENESS[task.state], nextDeadline: task.dueAt,
      events: late ? [{ at: new Date(now - 20 * 60_000).toISOString(), actor: 'son.lv', kind: 'PROOF', ref: 'e2', text: '' }, { at: new Date(now - 8 * 60_000).toISOString(), actor: 'platform', kind: 'ESCALATED_OVERDUE', ref: 'H60.TT', text: 'Lệnh quá hạn hoàn thành' }] : [], proof: late ? ['e2'] : [],
    }
  })
}

export function clockRows(now: number): ClockRow[] {
  return [{
    incidentId: 'SC-2026-002', title: 'Tệp giấy phép bị thay sau khi ký số', organization: null,
    clock: { id: 'IR-72H', name: 'Báo cáo sự cố', addressee: 'Cơ quan chuyên trách bảo vệ an ninh mạng (Công an tỉnh, báo cáo Cục A05)', basis: 'NĐ 333/2026/NĐ-CP', form: 'su-co-bao-cao', startsAt: new Date(now - 75 * 3_600_000).toISOString(), dueAt: new Date(now - 3 * 3_600_000).toISOString(), doneAt: null, doneBy: null, document: '', state: 'OVERDUE', note: '' },
  }]
}

export function periodicRows(now: number): PeriodicClock[] {
  const day = 86_400_000
  return [{ id: 'BC-NAM', name: 'Báo cáo hằng năm về cấp độ (chủ quản)', period: '2026', addressee: 'Bộ Công an', basis: 'Nghị định 331/2026/NĐ-CP, Điều 35', form: 'mau-08-nd331', startsAt: new Date(now - 32 * day).toISOString(), dueAt: new Date(now + 28 * day).toISOString(), state: 'RUNNING' }]
}
