import type { Alert, AlertDetail, AlertRule, AlertState, Event, FieldValue, Level } from '@/lib/api-types'
import { unitRef } from './people'

type Shape = {
  rule: string
  title: string
  level: Level
  entity: string[]
  dataset: string
  tags: string[]
  reason: (entity: string, n: number) => string
  fields: (entity: string, n: number) => Record<string, FieldValue>
}

const NAMES = ['cb00721-014', 'cb00715-003', 'cb00769-021', 'h60-05.anhnt', 'h60-11.longdv', 'cb00820-007', 'cb00913-002']
const SHAPES: Shape[] = [
  {
    rule: 'a01-do-mat-khau-thanh-cong', title: 'Đăng nhập thành công sau nhiều lần sai mật khẩu', level: 'CRITICAL', entity: NAMES, dataset: 'dvc.motcua', tags: ['attack.t1110', 'attack.credential_access'],
    reason: (who, n) => `${12 + n} lần sai mật khẩu trong 4 phút rồi thành công vào tài khoản ${who} từ 203.0.113.${40 + n}`,
    fields: (who, n) => ({ 'event.action': 'dang_nhap', 'event.outcome': 'success', 'user.name': who, 'source.ip': `203.0.113.${40 + n}`, 'dvc.network.is_tslcd': false, 'dvc.calendar.working': false }),
  },
  {
    rule: 'b03-tra-cuu-dan-cu-hang-loat', title: 'Tra cứu cơ sở dữ liệu dân cư hàng loạt', level: 'HIGH', entity: NAMES, dataset: 'dvc.motcua', tags: ['attack.t1213', 'attack.collection'],
    reason: (who, n) => `${who} tra cứu ${140 + n * 17} công dân trong 30 phút, đường cơ sở của vị trí này là 22`,
    fields: (who, n) => ({ 'event.action': 'tra_cuu_dan_cu', 'event.outcome': 'success', 'user.name': who, 'dvc.lookup.result_count': 140 + n * 17, 'dvc.lookup.service': 'CSDLQGvDC', 'dvc.lookup.fields': ['ho_ten', 'ngay_sinh', 'noi_thuong_tru'] }),
  },
  {
    rule: 'd02-tai-len-ma-thuc-thi', title: 'Tải lên tệp thực thi qua cổng dịch vụ công', level: 'HIGH', entity: ['dvc-web-02', 'dvc-web-01'], dataset: 'nginx.access', tags: ['attack.t1505.003', 'attack.persistence'],
    reason: (host, n) => `Tệp anh_ho_so_${n}.php được ghi vào thư mục tải lên của ${host} rồi được gọi lại 3 lần`,
    fields: (host, n) => ({ 'host.name': host, 'url.path': `/uploads/2026/anh_ho_so_${n}.php`, 'http.request.method': 'POST', 'http.response.status_code': 200, 'source.ip': `198.51.100.${n + 3}` }),
  },
  {
    rule: 'c01-sua-sau-ky-so', title: 'Tệp kết quả bị thay sau khi đã ký số', level: 'CRITICAL', entity: ['H60.05-261120-0042', 'H60.x.00721-261119-0011'], dataset: 'dvc.motcua', tags: ['attack.t1565.001', 'attack.impact'],
    reason: (code) => `Mã băm của giấy phép trong hồ sơ ${code} khác mã băm lúc ký; chữ ký không còn hợp lệ`,
    fields: (code) => ({ 'event.action': 'thay_tep', 'dvc.dossier.code': code, 'dvc.signature.result': 'khong_hop_le', 'file.hash.sha256': '9f2c6d5b0f6b4a1f2f1f0c7c1a43f0d0b7a0d5a1e1c5e6b2a9d7c4f3b2a1908f' }),
  },
  {
    rule: 'e04-dich-vu-chua-cap-quyen', title: 'Gọi dịch vụ dữ liệu không được cấp quyền', level: 'MEDIUM', entity: ['lgsp-client-17', 'lgsp-client-04'], dataset: 'dxp.gateway', tags: ['attack.t1078', 'attack.initial_access'],
    reason: (client, n) => `Khóa API của ${client} gọi dịch vụ HO-TICH ${n + 6} lần, bị từ chối vì chưa có cấp quyền`,
    fields: (client, n) => ({ 'dxp.client.id': client, 'dxp.service.code': 'HO-TICH', 'dxp.grant': 'khong', 'http.response.status_code': 403, 'event.count': n + 6 }),
  },
  {
    rule: 'a07-ngoai-gio', title: 'Cán bộ một cửa đăng nhập ngoài giờ hành chính', level: 'LOW', entity: NAMES, dataset: 'dvc.motcua', tags: ['attack.t1078'],
    reason: (who) => `${who} đăng nhập lúc 02:14 từ mạng ngoài TSLCD, lần đầu trong 90 ngày`,
    fields: (who) => ({ 'event.action': 'dang_nhap', 'event.outcome': 'success', 'user.name': who, 'source.ip': '113.160.22.9', 'dvc.calendar.working': false, 'dvc.network.is_tslcd': false }),
  },
  {
    rule: 'f02-nguon-im-lang', title: 'Nguồn nhật ký im lặng quá lâu', level: 'MEDIUM', entity: ['xroad-ss-02', 'motcua-xa-yen-minh'], dataset: 'lachan.source', tags: ['attack.t1562', 'attack.defense_evasion'],
    reason: (source) => `Nguồn ${source} không gửi nhật ký 47 phút, khoảng cách thường thấy là 2 phút`,
    fields: (source) => ({ 'event.action': 'nguon_im_lang', 'log.source.id': source, 'lachan.gap_seconds': 2820 }),
  },
  {
    rule: 'd05-do-quet-cong', title: 'Dò quét đường dẫn quản trị cổng dịch vụ công', level: 'LOW', entity: ['198.51.100.77', '203.0.113.5'], dataset: 'nginx.access', tags: ['attack.t1595', 'attack.reconnaissance'],
    reason: (ip, n) => `${ip} hỏi ${220 + n * 31} đường dẫn không có thật trong 2 phút (wp-admin, phpmyadmin, .env…)`,
    fields: (ip, n) => ({ 'source.ip': ip, 'http.response.status_code': 404, 'event.count': 220 + n * 31, 'user_agent.original': 'Mozilla/5.0 zgrab/0.x' }),
  },
  {
    rule: 'h01-sao-luu-giam-dung-luong', title: 'Bản sao lưu nhỏ đi bất thường', level: 'INFORMATIONAL', entity: ['ho-so-mot-cua'], dataset: 'lachan.backup', tags: ['attack.t1490'],
    reason: () => 'Bản sao lưu đêm qua nhỏ hơn trung bình bảy ngày 38 %',
    fields: () => ({ 'event.action': 'sao_luu', 'backup.plan': 'ho-so-mot-cua', 'backup.size_change_percent': -38 }),
  },
]
const UNIT_CODES = ['H60.x.00721', 'H60.x.00715', 'H60.05', 'H60.x.00769', 'H60.11', 'H60.TT', 'H60.x.00820']
const OWNERS = [null, null, 'duc.hv', null, 'lan.nt', null, 'huong.tt', null]
const DUE_MINUTES: Record<Level, number> = { CRITICAL: 30, HIGH: 120, MEDIUM: 480, LOW: 1440, INFORMATIONAL: 4320 }

export type FakeAlert = Alert & { shape: number; n: number }

function stateOf(index: number, owner: string | null): AlertState {
  if (index % 19 === 7) return 'DA_LEO_THANG'
  if (index % 23 === 11) return 'TAM_HOAN'
  if (index % 13 === 5) return 'DA_DONG'
  return owner === null ? 'MOI' : 'DANG_XU_LY'
}

/** Alert number `index`, `minutes` old. */
export function alertAt(index: number, now: number, minutes: number): FakeAlert {
  const shapeIndex = (index * 7 + Math.floor(index / 9)) % SHAPES.length
  const shape = SHAPES[shapeIndex] as Shape
  const n = index % 9
  const entity = shape.entity[index % shape.entity.length] as string
  const at = now - minutes * 60_000
  const owner = OWNERS[index % OWNERS.length] ?? null
  const state = index > 34 && index % 4 !== 0 ? 'DA_DONG' : stateOf(index, owner)
  const iso = (time: number) => new Date(time).toISOString()
  return {
    id: `al-${String(index).padStart(4, '0')}`, title: shape.title, reason: shape.reason(entity, n), level: shape.level, at: iso(at - 90_000), lastAt: iso(at), detected: iso(at),
    organization: unitRef(UNIT_CODES[index % UNIT_CODES.length] as string), entity, dataset: shape.dataset, ruleId: shape.rule, ruleTitle: shape.title, tags: shape.tags,
    occurrences: 1 + ((index * 7) % 40), state, owner: state === 'DA_LEO_THANG' ? 'lan.nt' : owner, disposition: state === 'DA_DONG' ? 'DUNG_KHONG_ANH_HUONG' : null,
    incidentId: state === 'DA_LEO_THANG' ? 'SC-2026-004' : null, dueAt: state === 'DA_DONG' || state === 'DA_LEO_THANG' ? null : iso(at + (DUE_MINUTES[shape.level] + (index % 4) * 9) * 60_000),
    more: index % 11 === 3 ? 40 + index : 0, ruleVersion: '2c3f7d41be21', snoozedUntil: state === 'TAM_HOAN' ? iso(now + 3 * 3_600_000) : null, shape: shapeIndex, n,
  }
}

/** Newest first, denser towards the present. */
export function alerts(now: number, count = 240): FakeAlert[] {
  return Array.from({ length: count }, (_, index) => alertAt(index, now, 2 + index * 6 + (index * index) / 12))
}

const GUIDE = [
  'Gọi cho cán bộ giữ tài khoản theo số trong danh bạ đơn vị, không dùng số trong thư điện tử.',
  'Xem các hồ sơ tài khoản này đã mở trong 24 giờ: có hồ sơ nào ngoài đơn vị tiếp nhận không?',
  'Kiểm tra địa chỉ nguồn có thuộc mạng TSLCD hoặc VPN của tỉnh không.',
]

function ruleOf(alert: FakeAlert): AlertRule {
  return {
    id: alert.ruleId, title: alert.ruleTitle, level: alert.level, status: 'stable', version: '2026-10-03',
    description: 'Nhiều lần thất bại rồi một lần thành công trong thời gian ngắn thường là dò mật khẩu đã trúng. Quy tắc đếm theo tài khoản và địa chỉ nguồn, cửa sổ 10 phút.',
    falsePositives: ['Cán bộ vừa đổi mật khẩu và quên', 'Ứng dụng cũ còn lưu mật khẩu đã hết hạn'], guide: GUIDE, category: 'XN', author: 'Lá Chắn', set: '', licence: '', references: ['https://attack.mitre.org/techniques/T1110/'],
  }
}

export function eventOf(alert: FakeAlert, index: number): Event {
  const shape = SHAPES[alert.shape] as Shape
  const at = Date.parse(alert.lastAt) - index * 17_000
  return {
    id: `ev-${alert.id}-${index}`, timestamp: new Date(at).toISOString(), ingested: new Date(at + 1800).toISOString(), organization: alert.organization,
    fields: {
      ...shape.fields(alert.entity, alert.n), 'event.dataset': alert.dataset, 'organization.name': alert.organization?.name ?? null,
      'event.original': `{"thoi_gian":"${new Date(at).toISOString()}","hanh_dong":"dang_nhap","tai_khoan":"${alert.entity}","ket_qua":"that_bai"}`,
    },
  }
}

export function alertDetail(alert: FakeAlert, all: FakeAlert[]): AlertDetail {
  const shape = SHAPES[alert.shape] as Shape
  const at = (minutes: number) => new Date(Date.parse(alert.detected) + minutes * 60_000).toISOString()
  return {
    alert, rule: ruleOf(alert), eventTotal: alert.occurrences + 4,
    fields: Object.entries(shape.fields(alert.entity, alert.n)).map(([name, value]) => ({ name, value })),
    events: Array.from({ length: Math.min(6, alert.occurrences + 1) }, (_, index) => eventOf(alert, index)),
    related: all.filter((each) => each.id !== alert.id && (each.entity === alert.entity || each.ruleId === alert.ruleId)).slice(0, 8),
    history: [
      { at: at(0), actor: 'hệ thống', action: 'RAISE' as const, note: null, undone: false, undo: null },
      ...(alert.owner ? [{ at: at(4), actor: alert.owner, action: 'TAKE' as const, note: null, undone: false, undo: null }] : []),
      ...(alert.disposition ? [{ at: at(31), actor: alert.owner ?? 'lan.nt', action: 'CLOSE' as const, note: 'Đã gọi xác minh với cán bộ, đúng người, đúng việc.', undone: false, undo: null }] : []),
    ],
  }
}
