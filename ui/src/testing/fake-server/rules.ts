import type { JsonValue } from '@/lib/api-types'
import type { Backtest, Canary, Coverage, Exemption, Gap, Precision, RuleCoverage, RuleDetail, RuleRow, RuleState, RuleVersionText, TestReport, Verdict } from '@/lib/rule-types'
import { unitRef } from './people'

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const iso = (time: number) => new Date(time).toISOString()

const RULES: [id: string, title: string, level: RuleRow['level'], kind: RuleRow['kind'], area: string, logsource: string, tags: string[], alerts: number][] = [
  ['a01-do-mat-khau-thanh-cong', 'Đăng nhập thành công sau nhiều lần sai mật khẩu', 'CRITICAL', 'CORRELATION', 'tai-khoan', 'lachan/dvc.motcua', ['attack.credential_access', 'attack.t1110'], 14],
  ['a07-ngoai-gio', 'Cán bộ một cửa đăng nhập ngoài giờ hành chính', 'LOW', 'EVENT', 'tai-khoan', 'lachan/dvc.motcua', ['attack.initial_access', 'attack.t1078'], 15],
  ['a09-tu-cap-quyen', 'Tự cấp quyền quản trị cho mình', 'HIGH', 'EVENT', 'tai-khoan', 'lachan/dvc.motcua', ['attack.persistence', 'attack.t1098'], 0],
  ['b03-tra-cuu-dan-cu-hang-loat', 'Tra cứu cơ sở dữ liệu dân cư hàng loạt', 'HIGH', 'CORRELATION', 'du-lieu-cong-dan', 'lachan/dvc.motcua', ['attack.collection', 'attack.t1213'], 15],
  ['c01-sua-sau-ky-so', 'Tệp kết quả bị thay sau khi đã ký số', 'CRITICAL', 'EVENT', 'toan-ven-ho-so', 'lachan/dvc.motcua', ['attack.impact', 'attack.t1565.001'], 14],
  ['c04-nhay-buoc', 'Hồ sơ nhảy bước trái quy trình', 'MEDIUM', 'EVENT', 'toan-ven-ho-so', 'lachan/dvc.motcua', [], 3],
  ['d02-tai-len-ma-thuc-thi', 'Tải lên tệp thực thi qua cổng dịch vụ công', 'HIGH', 'EVENT', 'cong-web', 'webserver', ['attack.persistence', 'attack.t1505.003'], 14],
  ['d05-do-quet-cong', 'Dò quét đường dẫn quản trị cổng dịch vụ công', 'LOW', 'CORRELATION', 'cong-web', 'webserver', ['attack.reconnaissance', 'attack.t1595'], 14],
  ['e04-dich-vu-chua-cap-quyen', 'Gọi dịch vụ dữ liệu không được cấp quyền', 'MEDIUM', 'EVENT', 'chia-se-du-lieu', 'lachan/dxp.gateway', ['attack.initial_access', 'attack.t1078'], 14],
  ['f02-nguon-im-lang', 'Nguồn nhật ký im lặng quá lâu', 'MEDIUM', 'EVENT', 'ha-tang', 'lachan/lachan.source', ['attack.defense_evasion', 'attack.t1562'], 14],
  ['h01-sao-luu-giam-dung-luong', 'Bản sao lưu nhỏ đi bất thường', 'INFORMATIONAL', 'EVENT', 'ha-tang', 'lachan/lachan.backup', ['attack.impact', 'attack.t1490'], 14],
  ['proc_creation_win_susp_encode', 'Suspicious Encoded PowerShell Command Line', 'MEDIUM', 'EVENT', 'sigma', 'windows/process_creation', ['attack.execution', 'attack.t1059.001'], 0],
  ['proc_creation_win_lsass_dump', 'LSASS Process Memory Dump Via Comsvcs', 'HIGH', 'EVENT', 'sigma', 'windows/process_creation', ['attack.credential_access', 'attack.t1003.001'], 0],
  ['web_sqli_in_access_logs', 'SQL Injection Strings In URI', 'HIGH', 'EVENT', 'sigma', 'webserver', ['attack.initial_access', 'attack.t1190'], 2],
  ['lnx_auditd_cron_persist', 'Modification Of Cron Files', 'MEDIUM', 'EVENT', 'sigma', 'linux/auditd', ['attack.persistence', 'attack.execution', 'attack.t1053.003'], 0],
]


export function ruleText(id: string, version = 1): string {
  return `title: Đăng nhập thành công sau nhiều lần sai mật khẩu
id: 5c6a1c1e-0b0b-4f6e-9a3a-2d1c7a9f0001
name: ${id}
status: stable
author: Lá Chắn
logsource:
  product: lachan
  service: dvc.motcua
detection:
  that_bai:
    event.action: dang_nhap
    event.outcome: failure
  condition: that_bai
level: informational
---
title: Đăng nhập thành công sau nhiều lần sai mật khẩu
correlation:
  type: event_count
  rules: [dang_nhap_that_bai]
  group-by: [${version === 1 ? 'user.name' : 'user.name, source.ip'}]
  timespan: 10m
  condition:
    gte: ${version < 3 ? 8 : 10}
level: critical
custom:
  use_case: A01
  entity: user.name
  category: XN
`
}


export const TESTS = `cases:
  - name: Mười lần sai rồi đúng
    expect: 1
    events:
      - {"@timestamp": "2026-11-20T02:14:00+07:00", event.dataset: dvc.motcua, event.action: dang_nhap, event.outcome: failure, user.name: cb00721-014, source.ip: 203.0.113.41, $repeat: 10, $every: 5s}
  - name: Chín lần sai
    expect: 0
    events:
      - {"@timestamp": "2026-11-20T02:14:00+07:00", event.dataset: dvc.motcua, event.action: dang_nhap, event.outcome: failure, user.name: cb00721-014, source.ip: 203.0.113.41, $repeat: 9, $every: 5s}
`
const STATES: Record<string, RuleState> = { 'a09-tu-cap-quyen': 'DRAFT', 'c04-nhay-buoc': 'TESTED', 'd05-do-quet-cong': 'RETIRED' }
const MOVES: Record<RuleState, RuleState[]> = { DRAFT: ['TESTED', 'RETIRED'], TESTED: ['ENABLED', 'RETIRED'], ENABLED: ['RETIRED'], RETIRED: ['ENABLED'] }

export function ruleRows(now: number): RuleRow[] {
  return RULES.map(([id, title, level, kind, area, logsource, tags, alerts], index) => {
    const state = STATES[id] ?? 'ENABLED'
    const runs = state === 'ENABLED'
    const imported = area === 'sigma'
    return {
      id, title, level, kind, logsource, tags, alerts, status: index % 5 === 4 ? 'test' : 'stable', file: imported ? `rules/windows/${id}.yml` : `rules/${area}/${id}.yml`, version: runs ? `8c3f${String(index).padStart(2, '0')}be21a0` : '', enabled: runs,
      lastFired: alerts === 0 ? null : iso(now - (index + 1) * 37 * MINUTE), suppressed: index === 7 ? 210 : 0, folded: index % 3 === 0 ? index * 7 : 0, origin: imported ? 'EXTERNAL' : 'LA_CHAN', state, source: imported ? 'IMPORTED' : index === 5 ? 'OWN' : 'DELIVERED',
      set: imported ? 'SigmaHQ' : '', licence: imported ? 'DRL 1.1' : '', author: imported ? 'Florian Roth (Nextron Systems)' : 'Lá Chắn', revision: 3, current: index === 0 ? 3 : 1, running: index === 0 ? 2 : runs ? 1 : null, exemptions: index === 3 || index === 0 ? 1 : 0, matches: alerts * 3,
      suppression: { mode: index === 1 ? 'CHOSEN' : 'RULE', fields: index === 1 ? ['user.name'] : [], windowSeconds: index === 1 ? 3600 : null },
      reach: runs ? { verdict: verdictOf(logsource), missing: logsource === 'webserver' ? ['cs-uri-query'] : [] } : null,
    }
  })
}

export function ruleDetail(row: RuleRow, now: number): RuleDetail {
  return {
    ...row, description: 'Nhiều lần thất bại rồi một lần thành công trong thời gian ngắn thường là dò mật khẩu đã trúng.\nQuy tắc đếm theo tài khoản và địa chỉ nguồn, cửa sổ 10 phút.', falsePositives: ['Cán bộ vừa đổi mật khẩu và quên', 'Ứng dụng cũ còn lưu mật khẩu đã hết hạn'],
    references: ['https://attack.mitre.org/techniques/T1110/'], guide: ['Gọi cho cán bộ giữ tài khoản theo số trong danh bạ đơn vị.', 'Xem các hồ sơ tài khoản này đã mở trong 24 giờ.'], text: ruleText(row.id, row.current), tests: TESTS, reason: 'Nâng ngưỡng sau rà soát quý III',
    changedAt: iso(now - 3 * DAY), changedBy: 'duc.hv', allowedMoves: MOVES[row.state], problems: [],
  }
}

export function ruleVersions(row: RuleRow, now: number): RuleVersionText[] {
  return Array.from({ length: row.current }, (_, index) => row.current - index).map((number) => ({
    number, version: `${String(number)}c3f7d41be21`, author: number === 1 ? 'lachan' : 'duc.hv', at: iso(now - (row.current - number + 1) * 9 * DAY), note: number === 1 ? '' : number === 2 ? 'Thêm nhóm theo địa chỉ nguồn' : 'Nâng ngưỡng từ 8 lên 10 lần: nhiều cán bộ gõ nhầm đầu tuần',
    source: number === 1 ? row.source : 'OWN', current: number === row.current, running: number === row.running, text: ruleText(row.id, number), tests: TESTS,
  }))
}

/** Reads a text as the server would, as far as a screen needs it: a line with a tab or with "sai" is wrong. */
export function problemsIn(text: string) {
  return text.split('\n').flatMap((line, index) => {
    const column = line.search(/\t|modifier_sai|\bsai_cu_phap\b/)
    if (column === -1) return []
    const reason = line.includes('\t') ? 'YAML không dùng ký tự tab để thụt lề' : 'không có phép sửa đổi tên “modifier_sai”'
    return [{ file: 'bản nháp', line: index + 1, column: column + 1, rule: null, reason, code: 'YAML', message: reason }]
  })
}

export function tryTests(text: string, tests: string): TestReport {
  const problems = problemsIn(text)
  if (problems.length > 0) return { passed: false, cases: [], gaps: [], problems }
  const cases = [...tests.matchAll(/- name: (.*)\n\s+expect: (\d+)/g)].map(([, name = '', expect = '0']) => {
    const expected = Number(expect)
    const alerts = /gte: (9[0-9]|[1-9]\d\d)/.test(text) ? 0 : expected
    return { name, expected, alerts, holds: expected === alerts, problem: '' }
  })
  const gaps = [cases.some(({ expected }) => expected > 0) ? '' : 'Thiếu bài thử phải báo.', cases.some(({ expected }) => expected === 0) ? '' : 'Thiếu bài thử gần giống không được báo.'].filter(Boolean)
  return { passed: gaps.length === 0 && cases.every(({ holds }) => holds), cases, gaps, problems: [] }
}

export function exemptions(now: number): Exemption[] {
  const base = { organization: null, approver: null, approvedAt: null, revokedBy: null, revokedAt: null, revokeReason: '', hidden: 0, lastHidden: null }
  return [
    { ...base, id: 'ex-3', rules: ['b03-tra-cuu-dan-cu-hang-loat'], selection: { 'user.name': 'h60-11.longdv', 'dvc.lookup.service': 'CSDLQGvDC' }, organization: unitRef('H60.11'), reason: 'Đối chiếu danh sách chi trả an sinh tháng 11, có công văn 214/STC.', author: 'huong.tt', madeAt: iso(now - 90 * MINUTE), expiresAt: iso(now + 9 * DAY), status: 'PROPOSED' },
    { ...base, id: 'ex-2', rules: ['a01-do-mat-khau-thanh-cong'], selection: { 'source.ip|cidr': ['10.60.250.0/24'], 'user.name|startswith': 'svc.' }, reason: 'Máy quét lỗ hổng của Trung tâm, chạy đêm thứ Sáu.', author: 'duc.hv', madeAt: iso(now - 12 * DAY), approver: 'lan.nt', approvedAt: iso(now - 12 * DAY + 40 * MINUTE), expiresAt: iso(now + 18 * DAY), status: 'IN_FORCE', hidden: 1284, lastHidden: iso(now - 320 * MINUTE) },
    { ...base, id: 'ex-1', rules: [], selection: [{ 'host.name': 'lab-01' }, { 'host.name': 'lab-02' }] as JsonValue, reason: 'Hai máy diễn tập.', author: 'lan.nt', madeAt: iso(now - 80 * DAY), approver: 'quan-tri', approvedAt: iso(now - 80 * DAY), expiresAt: iso(now - 20 * DAY), status: 'EXPIRED', hidden: 96, lastHidden: iso(now - 21 * DAY) },
  ]
}

const verdictOf = (logsource: string): Verdict => (/windows|linux/.test(logsource) ? 'SOURCE_NEVER_SEEN' : logsource === 'webserver' ? 'FIELD_NEVER_SEEN' : 'FIRES')
const TACTICS: [tag: string, id: string, name: string][] = [
  ['reconnaissance', 'TA0043', 'Trinh sát'], ['initial-access', 'TA0001', 'Xâm nhập ban đầu'], ['execution', 'TA0002', 'Thực thi'], ['persistence', 'TA0003', 'Duy trì'], ['defense-evasion', 'TA0005', 'Né tránh phòng thủ'],
  ['credential-access', 'TA0006', 'Lấy thông tin đăng nhập'], ['collection', 'TA0009', 'Thu thập'], ['impact', 'TA0040', 'Gây hại'],
]

export function coverage(rows: RuleRow[], now: number): Coverage {
  const enabled = rows.filter(({ state }) => state === 'ENABLED')
  const rules = enabled.map(({ id, title, level, logsource }) => ({ ruleId: id, title, level, verdict: verdictOf(logsource), lastSeen: /windows/.test(logsource) ? null : iso(now - MINUTE), missing: logsource === 'webserver' ? ['cs-uri-query'] : [], logSources: [logsource] }))
  const tactics = TACTICS.map(([tag, id, name]) => {
    const own = enabled.filter(({ tags }) => tags.includes(`attack.${tag.replaceAll('-', '_')}`))
    const ids = [...new Set(own.flatMap(({ tags }) => tags.filter((each) => /^attack\.t\d/.test(each)).map((each) => each.slice(7).toUpperCase())))].toSorted()
    const techniques = ids.map((technique) => {
      const all = own.filter(({ tags }) => tags.includes(`attack.${technique.toLowerCase()}`))
      const firing = all.filter(({ logsource }) => verdictOf(logsource) === 'FIRES').map((rule) => rule.id)
      return { id: technique, name: NAMES[technique] ?? technique, covered: firing.length > 0, rules: all.map((rule) => rule.id), firing }
    })
    return { tag, id, name, rules: own.length, firing: own.filter(({ logsource }) => verdictOf(logsource) === 'FIRES').length, techniques }
  }).filter(({ techniques }) => techniques.length > 0)
  return { tactics, rules, counts: {}, sources: [{ dataset: 'dvc.motcua', logSources: ['lachan/-/dvc.motcua'], events: 812_345, last: iso(now - 2000), fields: 41 }] }
}
const NAMES: Record<string, string> = { T1110: 'Brute Force', T1078: 'Valid Accounts', T1213: 'Data from Information Repositories', 'T1565.001': 'Stored Data Manipulation', 'T1505.003': 'Web Shell', T1562: 'Impair Defenses', T1490: 'Inhibit System Recovery', 'T1059.001': 'PowerShell', 'T1003.001': 'LSASS Memory', T1190: 'Exploit Public-Facing Application', 'T1053.003': 'Cron' }

export function gaps(now: number): Gap[] {
  const gap = (id: string, ruleId: string, title: string, hours: number, length: number, reason: Gap['reason'], state: Gap['state'], more: Partial<Gap> = {}): Gap => ({
    id, ruleId, title, from: iso(now - hours * 60 * MINUTE), to: iso(now - (hours - length) * 60 * MINUTE), reason, state, opened: iso(now - (hours - length) * 60 * MINUTE), filled: null, events: 0, alerts: 0, withheld: 0, hidden: 0, folded: 0, automatic: true, problem: '', ...more,
  })
  return [
    gap('9f1c000000000001', 'e04-dich-vu-chua-cap-quyen', 'Gọi dịch vụ dữ liệu không được cấp quyền', 30, 6.5, 'RETIRED', 'OPEN'),
    gap('9f1c000000000002', '', '', 51, 0.02, 'FAILURE', 'FAILED', { problem: 'Kho sự kiện không trả lời' }),
    gap('9f1c000000000003', 'c01-sua-sau-ky-so', 'Tệp kết quả bị thay sau khi đã ký số', 12, 3, 'NEW', 'FILLING'),
    gap('9f1c000000000004', 'a07-ngoai-gio', 'Cán bộ một cửa đăng nhập ngoài giờ hành chính', 300, 22, 'FLOOD', 'FILLED', { filled: iso(now - 270 * 60 * MINUTE), events: 18_204, alerts: 7, withheld: 2 }),
  ]
}

export function ruleCoverage(row: RuleRow, now: number): RuleCoverage {
  const verdict = verdictOf(row.logsource)
  const missing = verdict === 'FIELD_NEVER_SEEN' ? ['cs-uri-query', 'cs-user-agent'] : []
  return {
    ruleId: row.id, verdict, lastSeen: verdict === 'SOURCE_NEVER_SEEN' ? null : iso(now - MINUTE), parts: [{ ruleId: row.id, title: row.title, logSource: row.logsource, verdict, missing, datasets: verdict === 'SOURCE_NEVER_SEEN' ? [] : ['dvc.motcua'] }],
    watermark: row.state === 'ENABLED' ? { since: iso(now - 40 * DAY), until: iso(now - 2000) } : null, gaps: gaps(now).filter(({ ruleId }) => ruleId === row.id), precision: precision().find(({ ruleId }) => ruleId === row.id) ?? null,
  }
}

export function precision(): Precision[] {
  const of = (ruleId: string, trueAlerts: number, falseAlerts: number, benign: number): Precision => ({ ruleId, title: ruleId, trueAlerts, falseAlerts, benign, other: 1, open: 4, falseRatio: trueAlerts + falseAlerts + benign === 0 ? null : falseAlerts / (trueAlerts + falseAlerts + benign) })
  return [of('a01-do-mat-khau-thanh-cong', 9, 2, 3), of('a07-ngoai-gio', 1, 11, 3), of('b03-tra-cuu-dan-cu-hang-loat', 6, 3, 5), of('f02-nguon-im-lang', 10, 0, 4), of('h01-sao-luu-giam-dung-luong', 0, 0, 0)]
}

export const canary = (now: number): Canary => ({ enabled: true, path: 'HTTPS', periodSeconds: 300, lastSent: iso(now - 40_000), lastSeen: iso(now - 39_200), lastSeconds: 0.8, missing: false, sent: 288, seen: 288, nodes: [{ name: 'node-1', lastSent: iso(now - 40_000), lastSeen: iso(now - 39_200), missing: false, sending: true }, { name: 'node-2', lastSent: iso(now - 4_000_000), lastSeen: iso(now - 3_999_000), missing: false, sending: false }] })

export function backtest(id: string, row: RuleRow, from: string, to: string, progress: number): Backtest {
  const start = Date.parse(from)
  const days = Array.from({ length: Math.max(1, Math.floor(((Date.parse(to) - start) / DAY) * progress)) }, (_, index) => ({ day: new Date(start + index * DAY + 7 * 60 * MINUTE).toISOString().slice(0, 10), alerts: (index * 7) % 5 === 0 ? 0 : ((index * 13) % 9) + (index % 7 === 2 ? 14 : 0) })).filter(({ alerts }) => alerts > 0)
  const alerts = days.reduce((sum, day) => sum + day.alerts, 0)
  const done = progress >= 1
  return {
    id, ruleId: row.id, ruleVersion: '8c3f00be21a0', title: row.title, from, to, created: to, by: 'demo', state: done ? 'DONE' : 'RUNNING', progress: Math.min(1, progress), reached: to, complete: done, cut: null, problem: '', events: 4_812_345, read: 21_480, matched: alerts * 3, alerts, hidden: Math.floor(alerts / 4), folded: Math.floor(alerts / 10), alertsPerDay: alerts / Math.max(1, (Date.parse(to) - start) / DAY), days,
    top: [
      { field: 'entity', values: [{ value: 'cb00721-014', alerts: 61 }, { value: 'h60-05.anhnt', alerts: 33 }, { value: 'cb00715-003', alerts: 12 }] }, { field: 'source.ip', values: [{ value: '203.0.113.41', alerts: 58 }, { value: '10.60.7.21', alerts: 20 }] },
      { field: 'organization.name', values: [{ value: 'UBND xã Đồng Văn', alerts: 66 }, { value: 'Sở Nông nghiệp và Môi trường', alerts: 33 }] },
    ],
    samples: Array.from({ length: 5 }, (_, index) => ({ alertId: `bt-${index}`, at: iso(start + index * DAY + 137 * MINUTE), reason: `${row.title}: 1${index} sự kiện trong 4 phút (ngưỡng ≥ 10 trong 10 phút)`, entity: 'cb00721-014', organization: unitRef('H60.x.00721'), fields: { 'user.name': 'cb00721-014', 'source.ip': '203.0.113.41', 'lachan.measured': `1${index}` }, eventIds: [`ev-${index}`] })),
    query: ['event.dataset:"dvc.motcua" AND event.action:"dang_nhap" AND event.outcome:"failure"'], tookMs: 8420,
  }
}

export const importReport = (set: string) => ({
  set, files: 3783, loaded: 3741, added: ruleRows(0).filter((row) => row.set).map(({ id, title, file }) => ({ id, title, file, note: 'DRAFT' })), changed: [{ id: 'web_sqli_in_access_logs', title: 'SQL Injection Strings In URI', file: 'rules/web/web_sqli_in_access_logs.yml', from: 1, to: 2, diff: ['-    - cs-uri-query', '+    - cs-uri'] }], unchanged: 3702,
  duplicates: [{ id: 'x', title: 'Suspicious Encoded PowerShell Command Line', file: 'rules-emerging-threats/dup.yml', note: 'rules/windows/proc_creation_win_susp_encode.yml' }], edited: [],
  refused: [{ file: 'rules/windows/dns_exfil.yml', line: 23, column: 9, rule: 'DNS exfiltration', reason: 'phép “expand” cần danh sách %dns_allow% chưa khai báo' }, { file: 'rules/network/near_agg.yml', line: 17, column: 14, rule: 'Old aggregation', reason: 'điều kiện “| near” đã bỏ khỏi Sigma 2; hãy viết lại thành quy tắc tương quan temporal' }].map((problem) => ({ ...problem, code: 'OTHER', message: problem.reason })),
  missing: [], enabled: 0, retired: 0, skipped: ['README.md'],
})
