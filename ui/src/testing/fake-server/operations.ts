import type { AuditEntry, BackupApproval, Compliance, Drill, DutyRun, Pipeline, Plan, PlanTarget, Report, Outage, ReportForm, Snapshot, Source, SourceWay, TableInForce, TableName, TableVersion } from '@/lib/api-types'
import { SYSTEMS, unitRef } from './people'

const MINUTE = 60_000
const iso = (time: number) => new Date(time).toISOString()
const system = (code: string) => {
  const found = SYSTEMS.find((each) => each.code === code)
  return found ? { code, name: found.name, level: found.level } : null
}

export function sources(now: number): Source[] {
  const source = (id: string, name: string, way: SourceWay, dataset: string, unit: string | null, perMinute: number, seconds: number | null, more: Partial<Source> = {}): Source => ({
    id, name, ways: [way], dataset, organization: unit === null ? null : unitRef(unit), perMinute, total: Math.round(perMinute * 60 * 31.4), unparsed: 0, lastSeen: seconds === null ? null : iso(now - seconds * 1000), silent: false,
    expectedGapSeconds: 120, skewSeconds: 0, acknowledged: !way.startsWith('SYSLOG'), problem: null, state: more.silent ? 'SILENT' : seconds === null ? 'NEVER' : 'SENDING', hours: 'WORKING', silentSince: null, usualFewest: 40, usualMost: 1200, windowLines: 210, unparsedShare: 0, fields: [{ field: 'user.name', share: 0.98, usual: 0.97 }], ...more,
  })
  return [
    source('motcua-tinh', 'Một cửa điện tử tỉnh', 'NDJSON', 'dvc.motcua', 'H60.TT', 86.4, 1),
    source('motcua-dong-van', 'Một cửa xã Đồng Văn', 'NDJSON', 'dvc.motcua', 'H60.x.00721', 4.2, 9),
    source('motcua-yen-minh', 'Một cửa xã Yên Minh', 'NDJSON', 'dvc.motcua', 'H60.x.00820', 0, 2820, { silent: true, problem: 'Không có nhật ký 47 phút; khoảng cách thường thấy 2 phút' }),
    source('xroad-ss-01', 'Máy chủ bảo mật X-Road 01', 'RELP', 'dxp.opmon', 'H60.02', 21.7, 3),
    source('lgsp-gw', 'Cổng LGSP', 'BEATS', 'dxp.gateway', 'H60.02', 33.1, 2, { unparsed: 41, problem: '41 dòng không phân tích được: trường “thoi_gian” thiếu múi giờ' }),
    source('dvc-web', 'Cổng dịch vụ công (nginx)', 'SYSLOG_TLS', 'nginx.access', 'H60.TT', 512.8, 0),
    source('tuong-lua', 'Tường lửa biên', 'SYSLOG_UDP', 'syslog', 'H60.02', 140.3, 1, { skewSeconds: -412 }),
    source('may-chu-linux', 'Máy chủ Linux trung tâm dữ liệu', 'SYSLOG_TCP', 'linux.auth', 'H60.02', 12.5, 14),
    source('win-dc', 'Máy chủ miền Windows', 'KAFKA', 'json', 'H60.02', 64, 4),
    source('lung-cu', 'Một cửa xã Lũng Cú', 'NDJSON', 'dvc.motcua', 'H60.x.00715', 0, null, { problem: 'Chưa từng nhận nhật ký' }),
  ]
}

export function outages(now: number): Outage[] {
  return [{ id: 'o-1', kind: 'UNIT', organization: unitRef('H60.x.00820'), began: iso(now - 47 * MINUTE), sources: ['Một cửa xã Yên Minh', 'Tường lửa xã Yên Minh'], silent: ['Một cửa xã Yên Minh', 'Tường lửa xã Yên Minh'] }]
}

const DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const TABLES: TableName[] = ['units.csv', 'systems.yml', 'calendar.yml', 'officials.csv', 'certificates.csv', 'grants.csv', 'lookups.csv', 'assets.csv', 'procedures.csv', 'watchlist.csv', 'geoip.mmdb', 'geoip-asn.mmdb']
const tableVersion = (now: number, version: number, more: Partial<TableVersion> = {}): TableVersion => ({ version, at: version === 0 ? null : iso(now - (10 - version) * 60 * MINUTE), author: version === 0 ? '' : 'quan.tri', digest: DIGEST, bytes: 4200 + version, rows: 120 + version, origin: version === 0 ? 'BASE' : 'REPLACED', note: version === 0 ? '' : 'theo công văn', kept: true, ...more })

export function watchVersions(now: number): TableVersion[] {
  return [2, 1, 0].map((version) => tableVersion(now, version))
}

export function tables(now: number): TableInForce[] {
  return TABLES.map((name) => ({ name, inForce: tableVersion(now, name === 'watchlist.csv' ? 2 : 0, name.startsWith('geoip') ? { bytes: 0, rows: 0, kept: false } : {}), problems: [] }))
}

export const PIPELINE: Pipeline = {
  journal: { bytes: 214_748_364, limit: 10_737_418_240, lag: 37_120, lagUnit: 'BYTES', paused: false, lostUdp: 12, oldestUnreadSeconds: 3, stale: false, expired: 0 }, parsed: 18_412_774, unparsed: 41, detectionLagSeconds: 2, stored: 18_412_774, storeError: null,
}

const drill = (now: number, id: string, planId: string, planName: string, hours: number, more: Partial<Drill> = {}): Drill => ({
  id, number: Number(id.slice(3)), planId, planName, snapshot: 'a1b2c3d4', state: more.ok === false ? 'FAILED' : 'PASSED', whole: true, about: '', progress: null, startedAt: iso(now - hours * 60 * MINUTE), ok: true, files: 18_240, differing: [], missing: [], bytes: 9_812_345_678, rpoSeconds: 21_300, rpoTargetSeconds: 86_400, rtoSeconds: 1_640, rtoTargetSeconds: 14_400,
  problem: null, ...more,
})

export function drills(now: number): Drill[] {
  return [
    drill(now, 'dr-3', 'ho-so-mot-cua', 'Hồ sơ một cửa và tệp đính kèm', 26),
    drill(now, 'dr-2', 'kho-ket-qua', 'Kho kết quả điện tử', 74, { ok: false, files: 6_120, differing: ['2026/11/H60.05-261118-0007/giay-phep.pdf'], missing: ['2026/11/H60.05-261118-0009/ket-qua.pdf'], rtoSeconds: 31_000, rtoTargetSeconds: 28_800, problem: '1 tệp khác mã băm, 1 tệp không trở lại' }),
    drill(now, 'dr-1', 'csdl-lgsp', 'Cơ sở dữ liệu LGSP', 190, { files: 214, bytes: 2_412_345_678, rpoSeconds: 9_100, rpoTargetSeconds: 14_400, rtoSeconds: 820, rtoTargetSeconds: 7_200 }),
  ]
}

const duty = (now: number, kind: DutyRun['kind'], name: string, hours: number, summary: string, detail: DutyRun['detail']): DutyRun => ({ kind, target: name, at: iso(now - hours * 60 * MINUTE), seconds: 12, ok: true, problem: 'NONE', summary, detail })

export function approvals(now: number): BackupApproval[] {
  const one = (id: string, more: Partial<BackupApproval>): BackupApproval => ({ id, planId: 'ho-so-mot-cua', planName: 'Hồ sơ một cửa và tệp đính kèm', action: 'FORGET', target: 'Kho tại chỗ', subject: { snapshots: ['a1b2c3d40'] }, reason: 'Ảnh chụp thử', requestedBy: 'van.hanh', requestedAt: iso(now - 30 * MINUTE), expiresAt: iso(now + 4000 * MINUTE), state: 'WAITING', decidedBy: null, decidedAt: null, decision: '', result: '', own: false, ...more })
  return [one('ap-1', {}), one('ap-2', { action: 'PLAN_CHANGE', target: '', subject: { weakenings: ['bỏ nơi lưu /srv/kho-2'] }, requestedBy: 'tệp kế hoạch' }), one('ap-3', { own: true }), one('ap-4', { state: 'REFUSED', decidedBy: 'lan.nt', decision: 'Không có phiếu' })]
}

export function plans(now: number): Plan[] {
  const all = drills(now)
  const next = (hours: number) => iso(now + hours * 60 * MINUTE)
  const run = (hours: number, ok = true, problem: string | null = null) => ({ at: iso(now - hours * 60 * MINUTE), ok, snapshot: ok ? 'a1b2c3d4' : null, files: 18_240, bytes: 9_812_345_678, addedBytes: 214_000_000, seconds: 412, problem, troubles: [] })
  const target = (name: string, first: boolean, more: Partial<PlanTarget> = {}): PlanTarget => ({ name, location: `/srv/${name}`, medium: first ? 'thư mục' : 'SFTP', first, offsite: !first, immutable: false, copy: first ? null : duty(now, 'COPY', name, 6, 'chép 1, đủ 7, thiếu 0, khác 0, chỉ có ở đây 0', { missing: [], extra: [], differing: [], same: ['a1b2c3d40', 'a1b2c3d41'] }), check: duty(now, 'CHECK', name, 3, 'lành lặn', { coveredPercent: 64.2, windowDays: 30 }), upkeep: null, simulation: duty(now, 'SIMULATION', name, 6, 'sẽ xoá 3, giữ 21', { removed: [{ id: 'a', at: iso(now) }, { id: 'b', at: iso(now) }, { id: 'c', at: iso(now) }], kept: 21 }), ...more })
  const rest = (...names: string[]) => ({ owner: 'van.hanh', level: 3, bells: [{ duty: 'BACKUP' as const, cron: '0 30 1 * * ?', next: next(18), putOff: null, retries: 2 }], targets: names.map((name, index) => target(name, index === 0)), spread: { copies: names.length + 1, media: names.length, offsite: names.length - 1, enough: names.length > 1 }, running: null, held: [], waiting: 0 })
  return [
    { id: 'ho-so-mot-cua', name: 'Hồ sơ một cửa và tệp đính kèm', system: system('HT-TTHC'), source: ['/srv/mot-cua/ho-so'], busy: false, schedule: 'hằng ngày 01:30', ...rest('Kho tại chỗ', 'SFTP Trung tâm dữ liệu 2'), retention: '7 ngày, 5 tuần, 12 tháng', rpoSeconds: 86_400, rtoSeconds: 14_400, lastRun: run(6), nextRun: next(18), state: 'OK', lastDrill: all[0] ?? null },
    { id: 'kho-ket-qua', name: 'Kho kết quả điện tử', system: system('HT-KHO'), source: ['/srv/kho/ket-qua'], busy: false, schedule: 'hằng ngày 02:30', ...rest('Kho tại chỗ', 'S3 đám mây riêng'), retention: '7 ngày, 5 tuần, 24 tháng', rpoSeconds: 86_400, rtoSeconds: 28_800, lastRun: run(29), nextRun: next(-1), state: 'LATE', lastDrill: all[1] ?? null },
    { id: 'csdl-lgsp', name: 'Cơ sở dữ liệu LGSP', system: system('HT-LGSP'), source: ['jdbc: lgsp'], busy: false, schedule: 'mỗi 4 giờ', ...rest('Kho tại chỗ'), bells: [{ duty: 'BACKUP', cron: '0 0 */4 * * ?', next: next(1), putOff: { cause: 'FAILED', due: next(-3), at: next(1), attempt: 1 }, retries: 2 }], retention: '48 giờ, 14 ngày', rpoSeconds: 14_400, rtoSeconds: 7_200, lastRun: run(3, false, 'Hết dung lượng ở đích “Kho tại chỗ” (còn 0,4 GB)'), nextRun: next(1), state: 'FAILED', lastDrill: all[2] ?? null },
    { id: 'cong-tin', name: 'Cổng thông tin điện tử tỉnh', system: system('HT-TTDH'), source: ['/srv/cong-tin'], busy: false, schedule: 'hằng tuần Chủ nhật 03:00', ...rest('Kho tại chỗ'), retention: '8 tuần', rpoSeconds: 172_800, rtoSeconds: 28_800, lastRun: null, nextRun: next(40), state: 'NEVER', lastDrill: null },
  ]
}

export function snapshots(now: number): Snapshot[] {
  return Array.from({ length: 7 }, (_, index) => ({ id: `a1b2c3d${index}`, at: iso(now - (6 + index * 24) * 60 * MINUTE), files: 18_240 - index * 31, bytes: 9_812_345_678 - index * 71_000_000, troubles: index === 2 ? 3 : 0, seconds: 212 + index, drilled: index === 1 }))
}

export const FORMS: ReportForm[] = [
  { id: 'bc-72h', name: 'Báo cáo sự cố an ninh mạng', basis: 'NĐ 331/2026, Điều 31.2.d', subject: 'INCIDENT', from: '2026-08-19T00:00:00Z', until: null },
  { id: 'tb-24h', name: 'Thông báo ban đầu sự cố', basis: 'NĐ 331/2026, Điều 31.2.d', subject: 'INCIDENT', from: '2026-08-19T00:00:00Z', until: null },
  { id: 'mau-08-dlcn', name: 'Thông báo vi phạm quy định bảo vệ dữ liệu cá nhân (Mẫu số 08)', basis: 'NĐ 356/2025, Điều 28', subject: 'INCIDENT', from: '2026-01-01T00:00:00Z', until: null },
  { id: 'bb-dien-tap', name: 'Biên bản diễn tập khôi phục', basis: 'TCVN 14423:2026', subject: 'DRILL', from: '2026-07-01T00:00:00Z', until: null },
  { id: 'mau-08-nam', name: 'Báo cáo năm về bảo đảm an ninh mạng (Mẫu 08)', basis: 'NĐ 331/2026, Điều 35', subject: 'COMPLIANCE', from: '2026-08-19T00:00:00Z', until: null },
]

export function reports(now: number): Report[] {
  const report = (id: string, form: string, subject: string, number: string, title: string, hours: number): Report => ({
    id, form, formName: FORMS.find((each) => each.id === form)?.name ?? form, subject, number, title, createdAt: iso(now - hours * 60 * MINUTE), createdBy: 'Nguyễn Thị Lan', sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
  })
  return [
    report('r1', 'tb-24h', 'SC-2026-004', '118/TB-CAT', 'Thông báo ban đầu sự cố SC-2026-004', 3),
    report('r2', 'bc-72h', 'SC-2026-003', '115/BC-CAT', 'Báo cáo sự cố SC-2026-003 (sơ bộ)', 30),
    report('r3', 'bb-dien-tap', 'dr-3', '07/BB-DT', 'Biên bản diễn tập khôi phục Hồ sơ một cửa', 25),
  ]
}

export function compliance(now: number): Compliance {
  return {
    asOf: iso(now), profile: 'Hệ thống cấp độ 3 · NĐ 331/2026, TCVN 14423:2026', totals: { DAT: 4, MOT_PHAN: 2, CHUA: 1, KHONG_AP_DUNG: 1 },
    clauses: [
      { id: 'k1', clause: 'NĐ 331, Đ21.3.a', title: 'Lưu nhật ký tập trung tối thiểu 3 tháng', state: 'DAT', finding: 'Nhật ký cũ nhất còn tra được là 121 ngày.', figures: [{ name: 'Nhật ký cũ nhất', value: '121 ngày', target: '90 ngày', link: '/search?range=30d' }] },
      { id: 'k2', clause: 'NĐ 331, Đ21.3.b', title: 'Giám sát đủ nguồn đã khai báo', state: 'MOT_PHAN', finding: '8 trên 10 nguồn đang gửi; 1 nguồn im lặng, 1 nguồn chưa từng gửi.', figures: [{ name: 'Nguồn đang gửi', value: '8/10', target: '10/10', link: '/sources' }] },
      { id: 'k3', clause: 'NĐ 331, Đ31.2.d', title: 'Báo cáo sự cố đúng hạn', state: 'MOT_PHAN', finding: '1 trên 5 sự cố quá hạn báo cáo 72 giờ.', figures: [{ name: 'Đúng hạn', value: '4/5', target: '5/5', link: '/incidents' }] },
      { id: 'k4', clause: 'TCVN 14423, 8.4', title: 'Sao lưu 3-2-1, có mã hóa', state: 'CHUA', finding: '2 kế hoạch chỉ có một đích lưu.', figures: [{ name: 'Kế hoạch đủ ba bản', value: '2/4', target: '4/4', link: '/backups' }] },
      { id: 'k5', clause: 'TCVN 14423, 8.5', title: 'Diễn tập khôi phục định kỳ', state: 'DAT', finding: 'Ba lần trong quý; lần gần nhất cách đây 26 giờ.', figures: [{ name: 'Số lần trong quý', value: '3', target: '1', link: '/backups?tab=drills' }] },
      { id: 'k6', clause: 'Luật 91/2025, Đ23', title: 'Thông báo vi phạm dữ liệu cá nhân trong 72 giờ', state: 'DAT', finding: 'Chưa có trường hợp quá hạn.', figures: [] },
      { id: 'k7', clause: 'NĐ 331, Đ22.1', title: 'Nhật ký kiểm toán chống sửa đổi', state: 'DAT', finding: 'Chuỗi nguyên vẹn, 4.218 bản ghi.', figures: [{ name: 'Bản ghi', value: '4.218', target: null, link: '/audit' }] },
      { id: 'k8', clause: 'NĐ 331, Đ24', title: 'Yêu cầu riêng cho cấp độ 5', state: 'KHONG_AP_DUNG', finding: 'Tỉnh không có hệ thống cấp độ 5.', figures: [] },
    ],
  }
}

const ACTS: [action: string, subject: string][] = [
  ['ALERT_TAKEN', 'al-0002'], ['ALERT_CLOSED', 'al-0005'], ['INCIDENT_STATE', 'SC-2026-004'], ['TASK_ACKNOWLEDGED', 'task-1'], ['EVIDENCE_ADDED', 'e1'], ['LOGIN', 'lan.nt'], ['LOGIN_FAILED', 'dong-van.bcv'], ['REPORT_ISSUED', 'r1'],
  ['EVENT_SEARCH', 'user.name:"cb00721-014"'], ['DRILL_RUN', 'ho-so-mot-cua'],
]

export function audit(now: number): AuditEntry[] {
  return Array.from({ length: 120 }, (_, index) => {
    const [action, subject] = ACTS[index % ACTS.length] as [string, string]
    return {
      sequence: 4218 - index, at: iso(now - index * 7 * MINUTE - 30_000), actor: ['lan.nt', 'duc.hv', 'son.lv', 'hệ thống'][index % 4] as string, unit: 'Công an tỉnh Tuyên Quang', roles: ['DIEU_PHOI'], action, subject, organization: index % 3 === 0 ? 'H60.x.00721' : null,
      detail: { ip: '10.60.0.15', ket_qua: 'thanh_cong' }, digest: Array.from({ length: 64 }, (_each, place) => ((index * 7 + place * 13) % 16).toString(16)).join(''),
    }
  })
}
