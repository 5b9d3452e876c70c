import { RIGHTS, type InformationSystem, type Right, type Role, type Session, type Unit, type User } from '@/lib/api-types'

export const UNITS: Unit[] = [
  { code: 'H60', name: 'UBND tỉnh Tuyên Quang', kind: 'TINH', parent: null, area: null },
  { code: 'H60.CA', name: 'Công an tỉnh Tuyên Quang', kind: 'CONG_AN', parent: 'H60', area: null },
  { code: 'H60.02', name: 'Sở Khoa học và Công nghệ', kind: 'SO', parent: 'H60', area: null },
  { code: 'H60.05', name: 'Sở Nông nghiệp và Môi trường', kind: 'SO', parent: 'H60', area: null },
  { code: 'H60.11', name: 'Sở Tài chính', kind: 'SO', parent: 'H60', area: null },
  { code: 'H60.TT', name: 'Trung tâm Phục vụ hành chính công tỉnh', kind: 'DON_VI', parent: 'H60', area: null },
  { code: 'H60.x.00721', name: 'UBND xã Đồng Văn', kind: 'XA', parent: 'H60', area: 'Hà Giang' },
  { code: 'H60.x.00715', name: 'UBND xã Lũng Cú', kind: 'XA', parent: 'H60', area: 'Hà Giang' },
  { code: 'H60.x.00769', name: 'UBND xã Mèo Vạc', kind: 'XA', parent: 'H60', area: 'Hà Giang' },
  { code: 'H60.x.00694', name: 'UBND phường Hà Giang 1', kind: 'PHUONG', parent: 'H60', area: 'Hà Giang' },
  { code: 'H60.x.00820', name: 'UBND xã Yên Minh', kind: 'XA', parent: 'H60', area: 'Hà Giang' },
  { code: 'H60.x.00913', name: 'UBND xã Vị Xuyên', kind: 'XA', parent: 'H60', area: 'Hà Giang' },
]

export const unitRef = (code: string) => {
  const unit = UNITS.find((each) => each.code === code)
  return { code, name: unit?.name ?? code }
}

export const SYSTEMS: InformationSystem[] = [
  { code: 'HT-TTHC', name: 'Hệ thống thông tin giải quyết thủ tục hành chính', level: 3, owner: 'H60', operator: 'H60.TT', rpoSeconds: 86_400, rtoSeconds: 14_400 },
  { code: 'HT-LGSP', name: 'Nền tảng tích hợp, chia sẻ dữ liệu (LGSP)', level: 3, owner: 'H60', operator: 'H60.02', rpoSeconds: 14_400, rtoSeconds: 7_200 },
  { code: 'HT-KHO', name: 'Kho dữ liệu điện tử của tổ chức, cá nhân', level: 3, owner: 'H60', operator: 'H60.TT', rpoSeconds: 86_400, rtoSeconds: 28_800 },
  { code: 'HT-TTDH', name: 'Cổng thông tin điện tử tỉnh', level: 2, owner: 'H60', operator: 'H60.02', rpoSeconds: 172_800, rtoSeconds: 28_800 },
]

const roleRights: Record<Role, Right[]> = {
  DIEU_PHOI: ['ALERT_READ', 'ALERT_TRIAGE', 'INCIDENT_READ', 'INCIDENT_WRITE', 'INCIDENT_COORDINATE', 'TASK_WORK', 'EVENT_SEARCH', 'RULE_READ', 'RULE_EDIT', 'RULE_APPROVE', 'RULE_TRY', 'SOURCE_READ', 'BACKUP_READ', 'BACKUP_APPROVE', 'REPORT_READ', 'REPORT_ISSUE'],
  PHAN_TICH: ['ALERT_READ', 'ALERT_TRIAGE', 'INCIDENT_READ', 'INCIDENT_WRITE', 'TASK_WORK', 'EVENT_SEARCH', 'RULE_READ', 'RULE_EDIT', 'RULE_TRY', 'SOURCE_READ', 'REPORT_READ'],
  VAN_HANH: ['ALERT_READ', 'INCIDENT_READ', 'TASK_WORK', 'SOURCE_READ', 'BACKUP_READ', 'BACKUP_RUN'],
  BAO_CAO_VIEN: ['INCIDENT_READ', 'INCIDENT_WRITE', 'TASK_WORK'],
  CHU_QUAN: ['INCIDENT_READ', 'BACKUP_READ', 'BACKUP_APPROVE', 'REPORT_READ', 'REPORT_ISSUE'],
  BAO_VE_DLCN: ['INCIDENT_READ', 'TASK_WORK', 'REPORT_READ', 'REPORT_ISSUE'],
  KIEM_TOAN: ['ALERT_READ', 'INCIDENT_READ', 'EVENT_SEARCH', 'RULE_READ', 'SOURCE_READ', 'BACKUP_READ', 'REPORT_READ', 'AUDIT_READ'],
  QUAN_TRI: ['SOURCE_READ', 'TABLE_EDIT', 'RULE_READ', 'RULE_EDIT', 'RULE_APPROVE', 'RULE_TRY', 'AUDIT_READ', 'USER_ADMIN'],
}

const user = (account: string, fullName: string, unit: string, roles: Role[], more: Partial<User> = {}): User => ({
  account, fullName, unit: unitRef(unit), roles, enabled: true, lockedUntil: null, lastLogin: null, mfa: false, ...more,
})

export function users(now: number): User[] {
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
  return [
    user('lan.nt', 'Nguyễn Thị Lan', 'H60.CA', ['DIEU_PHOI'], { mfa: true, lastLogin: ago(42) }),
    user('duc.hv', 'Hoàng Văn Đức', 'H60.CA', ['PHAN_TICH'], { mfa: true, lastLogin: ago(18) }),
    user('huong.tt', 'Trần Thu Hường', 'H60.CA', ['PHAN_TICH'], { mfa: true, lastLogin: ago(1310) }),
    user('son.lv', 'Lý Văn Sơn', 'H60.TT', ['VAN_HANH'], { mfa: true, lastLogin: ago(95) }),
    user('minh.pq', 'Phạm Quang Minh', 'H60.02', ['VAN_HANH'], { lastLogin: ago(2900) }),
    user('dong-van.bcv', 'Sùng Thị Mỷ', 'H60.x.00721', ['BAO_CAO_VIEN'], { lastLogin: ago(7400), lockedUntil: new Date(now + 11 * 60_000).toISOString() }),
    user('chu-quan', 'Đặng Quốc Ước', 'H60', ['CHU_QUAN'], { mfa: true, lastLogin: ago(4100) }),
    user('thanh-tra', 'Vũ Ngọc Ẩn', 'H60', ['KIEM_TOAN'], { mfa: true, lastLogin: ago(10_200) }),
    user('quan-tri', 'Bùi Đình Quản', 'H60.CA', ['QUAN_TRI'], { mfa: true, lastLogin: ago(310) }),
    user('lung-cu.bcv', 'Vàng Mí Sính', 'H60.x.00715', ['BAO_CAO_VIEN'], { enabled: false }),
  ]
}

/** The account `demo` may do everything, so that every page can be looked at. */
export function sessionFor(account: string, now: number): Session {
  const known = users(now).find((each) => each.account === account)
  if (!known) {
    return {
      account: 'demo', fullName: 'Nguyễn Thị Lan', unit: unitRef('H60.CA'), roles: ['DIEU_PHOI'], rights: [...RIGHTS], province: true,
      mfa: { enrolled: true, required: true }, demo: true, version: '0.1.0',
    }
  }
  return {
    account, fullName: known.fullName, unit: known.unit, roles: known.roles, rights: [...new Set(known.roles.flatMap((role) => roleRights[role]))],
    province: known.unit.code === 'H60' || known.unit.code === 'H60.CA', mfa: { enrolled: known.mfa, required: known.mfa }, demo: false, version: '0.1.0',
  }
}
