import type { Clock, IncidentDetail, IncidentRow, IncidentState, Playbook, Report, Run, RunStep, Task, TaskInput, UnitRef } from '@/lib/api-types'
import type { FakeAlert } from './alerts'
import { unitRef } from './people'

export const PLAYBOOKS: Playbook[] = [
  { id: 'playbook--mh', name: 'Ứng phó mã hóa dữ liệu tống tiền', description: 'Giữ hiện trường, cô lập máy chủ, tìm bản sao lưu sạch, khôi phục có kiểm tra.', types: ['mitigation', 'remediation'], categories: ['MH', 'MD'], steps: 14, version: '1.2', inputs: [], canRun: true },
  { id: 'playbook--xn', name: 'Thu hồi tài khoản cán bộ bị chiếm', description: 'Khóa tài khoản, thu hồi phiên, rà hồ sơ đã mở, cấp lại có xác minh.', types: ['mitigation'], categories: ['XN', 'LQ'], steps: 9, version: '1.0', inputs: [], canRun: true },
  { id: 'playbook--ld', name: 'Xử lý lộ, lọt dữ liệu cá nhân', description: 'Xác định phạm vi, lập biên bản, thông báo trong 72 giờ theo Mẫu số 08.', types: ['notification'], categories: ['LD'], steps: 11, version: '1.1', inputs: [], canRun: true },
  { id: 'playbook--ts', name: 'Khôi phục toàn vẹn hồ sơ, chữ ký số', description: 'So mã băm với bản sao lưu, khôi phục tệp gốc, báo đơn vị có thẩm quyền ký lại.', types: ['remediation'], categories: ['TS'], steps: 8, version: '1.0', inputs: [{ name: '__may__', type: 'IPV4_ADDR', description: 'Máy bị sửa', required: true, value: null }, { name: '__so_ho_so__', type: 'INTEGER', description: '', required: false, value: '10' }], canRun: true },
]

const step = (id: string, name: string, type: string, state: RunStep['state'], more: Partial<RunStep> = {}): RunStep => ({
  id, number: Number(id.slice(1)), stepId: `${type}--${id}`, name, type, state, startedAt: null, endedAt: null, agent: null, command: null, output: null, taskId: null, childRun: null, attempts: 0, ...more,
})

export const MANUAL_INPUTS: TaskInput[] = [
  { name: 'da_khoa', type: 'bool', description: 'Tài khoản đã khóa', required: true },
  { name: 'so_phien', type: 'integer', description: 'Số phiên đã thu hồi', required: true },
  { name: 'ghi_chu', type: 'string', description: 'Ghi chú cho điều phối', required: false },
]

export function runOf(now: number): Run {
  const at = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
  return {
    id: 'run-1', playbookId: 'playbook--xn', playbookName: 'Thu hồi tài khoản cán bộ bị chiếm', incidentId: 'SC-2026-004', state: 'WAITING', startedAt: at(96), endedAt: null, startedBy: 'lan.nt', problem: '', origin: { kind: 'START', parent: null, of: null },
    steps: [
      step('s1', 'Bắt đầu', 'start', 'SUCCEEDED', { startedAt: at(96), endedAt: at(96) }),
      step('s2', 'Lấy danh sách phiên đang mở của tài khoản', 'action', 'SUCCEEDED', { startedAt: at(96), endedAt: at(95), agent: 'Hệ thống một cửa', command: 'GET /quan-tri/phien?tai_khoan=cb00721-014', output: '3 phiên: 203.0.113.41, 10.60.7.21, 10.60.7.22' }),
      step('s3', 'Yêu cầu đơn vị vận hành khóa tài khoản, thu hồi phiên', 'action', 'WAITING_INPUT', { startedAt: at(95), agent: 'TTPVHCC tỉnh', command: 'Khóa tài khoản cb00721-014; thu hồi mọi phiên; xác nhận lại số phiên.', taskId: 'task-1' }),
      step('s4', 'Duyệt thông báo cho lãnh đạo xã', 'action', 'WAITING_APPROVAL', { startedAt: at(94), agent: 'Công an tỉnh', command: 'Thông báo bằng văn bản tới Chủ tịch UBND xã Đồng Văn' }),
      step('s5', 'Có hồ sơ ngoài đơn vị bị mở?', 'if-condition', 'PENDING'),
      step('s6', 'Rà các hồ sơ đã mở, đánh dấu nghi lộ', 'action', 'PENDING', { agent: 'Công an tỉnh' }),
      step('s7', 'Cấp lại tài khoản có xác minh trực tiếp', 'action', 'PENDING', { agent: 'UBND xã Đồng Văn' }),
      step('s8', 'Kết thúc', 'end', 'PENDING'),
    ],
  }
}

export function tasks(now: number): Task[] {
  const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString()
  const task = (id: string, title: string, unit: UnitRef, state: Task['state'], due: number | null, more: Partial<Task> = {}): Task => ({
    id, incidentId: 'SC-2026-004', incidentTitle: 'Chiếm tài khoản cán bộ một cửa xã Đồng Văn, tra cứu dân cư hàng loạt', runId: null, title, instructions: 'Làm theo quy trình của đơn vị; ghi lại kết quả và thời điểm.', unit,
    assignee: null, state, mandatory: true, dueAt: due === null ? null : at(due), createdAt: at(-95), acknowledgedAt: null, completedAt: null, result: null, inputs: [], ...more,
  })
  return [
    task('task-1', 'Khóa tài khoản cb00721-014 và thu hồi mọi phiên', unitRef('H60.TT'), 'DA_NHAN', 24, { runId: 'run-1', assignee: 'son.lv', acknowledgedAt: at(-80), inputs: MANUAL_INPUTS, instructions: 'Khóa tài khoản cb00721-014 trên Hệ thống giải quyết TTHC; thu hồi mọi phiên đang mở; xác nhận số phiên đã thu hồi.' }),
    task('task-2', 'Rà 412 lượt tra cứu dân cư, lập danh sách công dân bị tra cứu', unitRef('H60.CA'), 'DANG_LAM', 180, { assignee: 'duc.hv', acknowledgedAt: at(-70) }),
    task('task-3', 'Xác minh trực tiếp với cán bộ giữ tài khoản', unitRef('H60.x.00721'), 'CHO', -18, { instructions: 'Gặp trực tiếp, không qua điện thoại. Hỏi về thư lạ, thiết bị lạ, người mượn máy.' }),
    task('task-4', 'Trích nhật ký truy cập của địa chỉ 203.0.113.41 tại tường lửa', unitRef('H60.02'), 'BI_CHAN', 300, { assignee: 'minh.pq', result: 'Tường lửa chỉ giữ nhật ký 7 ngày; đang hỏi nhà cung cấp.', mandatory: false }),
    task('task-5', 'Thông báo ban đầu cho cơ quan chuyên trách', unitRef('H60.CA'), 'XONG', null, { assignee: 'lan.nt', acknowledgedAt: at(-90), completedAt: at(-60), result: 'Đã gửi văn bản số 118/TB-CAT.' }),
    task('task-6', 'Kiểm tra bản sao lưu sạch gần nhất của kho hồ sơ', unitRef('H60.TT'), 'CHO', 900, { incidentId: 'SC-2026-003', incidentTitle: 'Mã độc tống tiền trên máy chủ lưu tệp hồ sơ' }),
  ]
}

type Seed = [id: string, title: string, category: IncidentRow['category'], severity: IncidentRow['severity'], state: IncidentState, unit: string, hours: number, alerts: number, tasks: number, clock: [string, string, number] | null]
const SEEDS: Seed[] = [
  ['SC-2026-004', 'Chiếm tài khoản cán bộ một cửa xã Đồng Văn, tra cứu dân cư hàng loạt', 'XN', 'M2', 'NGAN_CHAN', 'H60.x.00721', 5.4, 7, 4, ['IR-24H', 'Thông báo ban đầu sự cố nghiêm trọng', 18.6]],
  ['SC-2026-003', 'Mã độc tống tiền trên máy chủ lưu tệp hồ sơ', 'MH', 'M1', 'PHUC_HOI', 'H60.TT', 51, 12, 1, ['IR-72H', 'Báo cáo sự cố', 21]],
  ['SC-2026-005', 'Chèn liên kết cờ bạc vào trang tin của sở', 'GD', 'M3', 'NGHI_NGO', 'H60.05', 1.2, 3, 0, ['IR-72H', 'Báo cáo sự cố', 70.8]],
  ['SC-2026-002', 'Tệp giấy phép bị thay sau khi ký số', 'TS', 'M2', 'PHAN_TICH', 'H60.05', 75, 2, 2, ['IR-72H', 'Báo cáo sự cố', -3]],
  ['SC-2026-001', 'Mất đường truyền xã Lũng Cú do sạt lở', 'TT', 'M3', 'SAU_SU_CO', 'H60.x.00715', 190, 1, 0, null],
  ['SC-2025-017', 'Thư giả mạo Văn phòng UBND gửi cán bộ một cửa', 'GM', 'M4', 'DA_DONG', 'H60', 900, 4, 0, null],
]

export function incidentRows(now: number): IncidentRow[] {
  const at = (hours: number) => new Date(now - hours * 3_600_000).toISOString()
  return SEEDS.map(([id, title, category, severity, state, unit, hours, alertCount, taskOpen, clock]) => ({
    id, title, category, severity, state, owner: id === 'SC-2026-002' ? 'huong.tt' : 'lan.nt', organization: unitRef(unit), detectedAt: at(hours), createdAt: at(hours - 0.2), alertCount, taskOpen,
    nextClock: clock && { id: clock[0], name: clock[1], dueAt: at(-clock[2]), overdue: clock[2] < 0 },
  }))
}

function clocks(now: number, hours: number): Clock[] {
  const start = now - hours * 3_600_000
  const at = (plus: number) => new Date(start + plus * 3_600_000).toISOString()
  const clock = (id: string, name: string, basis: string, limit: number, done: number | null, addressee = 'Công an tỉnh → Cục A05, Bộ Công an'): Clock => ({
    id, name, addressee, basis, form: id === 'DL-72H' ? 'mau-08-nd356' : 'su-co-bao-cao', startsAt: at(0), dueAt: at(limit), doneAt: done === null ? null : at(done), doneBy: done === null ? null : 'Nguyễn Thị Lan', document: '', note: null,
    state: done !== null ? (done <= limit ? 'DONE' : 'DONE_LATE') : now > start + limit * 3_600_000 ? 'OVERDUE' : now > start + limit * 0.75 * 3_600_000 ? 'DUE_SOON' : 'RUNNING',
  })
  return [
    clock('IR-NGAY', 'Báo ngay khi có dấu hiệu xâm phạm an ninh', 'NĐ 331/2026, Điều 31.2.d', 1, 0.6),
    clock('IR-24H', 'Thông báo ban đầu sự cố nghiêm trọng', 'NĐ 331/2026, Điều 31.2.d', 24, null),
    clock('IR-72H', 'Báo cáo sự cố', 'NĐ 331/2026, Điều 31.2.d', 72, null),
    clock('DL-72H', 'Thông báo vi phạm dữ liệu cá nhân (Mẫu số 08)', 'Luật 91/2025, Điều 23; NĐ 356/2025, Điều 28', 72, null, 'Cơ quan chuyên trách bảo vệ dữ liệu cá nhân'),
  ]
}

const SHA = '5f1d7a84db00d2fce00b31a7fc73224924d06ac5c8c0a19a8c1b5ac3f7e0b1ac'

export function incidentDetail(row: IncidentRow, now: number, alerts: FakeAlert[], allTasks: Task[], reports: Report[]): IncidentDetail {
  const hours = (now - Date.parse(row.detectedAt)) / 3_600_000
  const at = (minutes: number) => new Date(Date.parse(row.detectedAt) + minutes * 60_000).toISOString()
  const open = row.state !== 'DA_DONG'
  return {
    incident: {
      ...row, tlp: 'AMBER', pap: 'GREEN', stateSecret: null, legalProfile: 'vn-2026', legalProfileName: 'Khung 2026 (Luật 116/2025, NĐ 331/2026)', occurredAt: at(-46), personalData: true, personalDataAt: at(40), flags: ['VUOT_KHA_NANG'], version: 4, reviewer: null, mergedInto: null, closedAt: open ? null : at(4000),
      summary: 'Tài khoản cb00721-014 bị dò trúng mật khẩu từ 203.0.113.41 lúc 02:14, sau đó tra cứu 412 công dân qua dịch vụ CSDLQGvDC. Chưa thấy dữ liệu rời khỏi hệ thống.',
      rootCause: null, impact: 'Thông tin cơ bản của 412 công dân có thể đã bị xem trái phép.', remedy: null,
      systems: [{ code: 'HT-TTHC', name: 'Hệ thống thông tin giải quyết thủ tục hành chính', level: 3 }, { code: 'HT-LGSP', name: 'Nền tảng tích hợp, chia sẻ dữ liệu (LGSP)', level: 3 }],
      units: [unitRef('H60.x.00721'), unitRef('H60.TT')],
      allowedMoves: open ? [{ to: 'LOAI_BO', needs: [] }, { to: 'PHUC_HOI', needs: ['điểm sao lưu đã kiểm tra', 'đủ danh mục điều kiện khôi phục'] }, { to: 'DA_DONG', needs: ['nguyên nhân gốc', '3 việc bắt buộc chưa xong', 'báo cáo kết thúc', 'người rà soát khác người phụ trách'] }, { to: 'CHO_BEN_NGOAI', needs: [] }] : [],
    },
    clocks: clocks(now, hours),
    timeline: [
      { id: 't1', at: at(-46), lane: 'ATTACKER', kind: 'EVENT', actor: null, text: 'Bắt đầu dò mật khẩu tài khoản cb00721-014 từ 203.0.113.41', refs: ['al-0000'] },
      { id: 't2', at: at(-42), lane: 'ATTACKER', kind: 'EVENT', actor: null, text: 'Đăng nhập thành công', refs: ['al-0000'] },
      { id: 't3', at: at(-30), lane: 'ATTACKER', kind: 'EVENT', actor: null, text: 'Tra cứu 412 công dân qua CSDLQGvDC trong 22 phút', refs: ['al-0002'] },
      { id: 't4', at: at(0), lane: 'RESPONDER', kind: 'DETECTED', actor: 'hệ thống', text: 'Cảnh báo được phát hiện, mức nghiêm trọng', refs: ['al-0000'] },
      { id: 't5', at: at(9), lane: 'RESPONDER', kind: 'STATE', actor: 'lan.nt', text: 'Tuyên bố sự cố: có dấu hiệu chiếm quyền và truy cập dữ liệu cá nhân', refs: [] },
      { id: 't6', at: at(12), lane: 'RESPONDER', kind: 'RUN', actor: 'lan.nt', text: 'Chạy kịch bản “Thu hồi tài khoản cán bộ bị chiếm”', refs: ['run-1'] },
      { id: 't7', at: at(25), lane: 'ATTACKER', kind: 'EVENT', actor: null, text: 'Thử đăng nhập lại, bị từ chối', refs: [] },
      { id: 't8', at: at(36), lane: 'RESPONDER', kind: 'NOTICE', actor: 'lan.nt', text: 'Đã báo ngay cho Công an tỉnh và Cục A05', refs: ['IR-NGAY'] },
    ],
    tasks: allTasks.filter((task) => task.incidentId === row.id), alerts: alerts.slice(0, Math.min(6, row.alertCount)),
    notes: [
      { id: 'n1', at: at(20), author: 'Nguyễn Thị Lan', text: 'Đã gọi Chủ tịch xã. Cán bộ nghỉ phép từ thứ Hai, không ở địa bàn.' },
      { id: 'n2', at: at(58), author: 'Hoàng Văn Đức', text: '203.0.113.41 cũng gõ vào ba tài khoản khác của xã Lũng Cú, đều thất bại.' },
    ],
    evidence: [
      { id: 'e1', name: 'nhat-ky-mot-cua-20261120.ndjson.gz', size: 18_734_112, sha256: SHA, mediaType: 'application/gzip', collectedBy: 'Hoàng Văn Đức', collectedAt: at(64), collectedFrom: 'Máy chủ một cửa dvc-app-01', description: 'Nhật ký nghiệp vụ từ 00:00 đến 08:00', search: null, custody: [{ at: at(64), actor: 'duc.hv', act: 'COLLECTED' as const, party: '', note: 'Sao từ bản gốc, tính mã băm tại chỗ' }, { at: at(71), actor: 'lan.nt', act: 'OPENED' as const, party: '', note: null }] },
      { id: 'e2', name: 'anh-chup-phien.png', size: 412_800, sha256: SHA.split('').toReversed().join(''), mediaType: 'image/png', collectedBy: 'Lý Văn Sơn', collectedAt: at(88), collectedFrom: 'Màn hình quản trị phiên', description: 'Ba phiên đang mở của tài khoản', search: { query: 'event.action:dang_nhap', from: at(120), until: at(60), events: 14, chain: SHA }, custody: [{ at: at(88), actor: 'son.lv', act: 'COLLECTED' as const, party: '', note: null }] },
    ],
    runs: row.id === 'SC-2026-004' ? [runOf(now)] : [], reports: reports.filter((report) => report.subject === row.id), measures: { ttd: 2760, tta: 540, ttc: null, ttr: null },
  }
}
