import type { DrillDetail, DueDrill, Recovery } from '@/lib/api-types'
import { drills } from './operations'
import { SYSTEMS } from './people'

const HOUR = 3_600_000
const iso = (time: number) => new Date(time).toISOString()

export function drillDetail(now: number, id: string): DrillDetail {
  const drill = drills(now).find((each) => each.id === id) ?? drills(now)[0]
  if (!drill) throw new Error(`no drill ${id}`)
  return {
    drill, planDigest: 'd'.repeat(64), publishedAt: drill.startedAt, seed: '00ff'.repeat(8), sampleDigest: 'e'.repeat(64), includes: [], units: 124, ofUnits: 4210,
    strata: [{ name: 'Minh Xuân · hồ sơ có PDF · 1–10 MB', population: 60, drawn: 3 }],
    targets: [{ number: 1, location: '/kho/tai-cho', snapshot: drill.snapshot, files: drill.files, bytes: drill.bytes, missing: drill.missing.length, differing: drill.differing.length, unexpected: 0, measures: { first: 1210, most: 61_000, all: 64_000, whole: 1_640_000, pauses: 0 }, problems: [], resticVerdict: 'PASSED', resticFiles: drill.files, resticMillis: 71_000, resticVersion: 'restic 0.14.0', resticWhy: '' }],
    controls: [{ kind: 'corruption', name: 'Tệp bị hỏng một bit', caught: 'CAUGHT', subject: '/ho-so/a.pdf', how: 'mã băm khác bản kê' }, { kind: 'stale', name: 'Bản kết xuất cũ mang tên mới', caught: 'NOT_APPLICABLE', subject: '', how: 'không có bản kết xuất' }],
    signaturesChecked: true, signaturesWhy: '', signaturesValid: 372, signaturesInvalid: 0, signaturesUndecidable: 2, signaturesExpected: 374, byFamily: { 'chuyên dùng công vụ': { valid: 250, invalid: 0, undecidable: 0 }, 'công cộng': { valid: 122, invalid: 0, undecidable: 2 } }, bySigner: { 'Nguyễn Văn An': { valid: 250, invalid: 0, undecidable: 0 } }, signatureProblems: [],
    databases: [{ dump: '/csdl/mot-cua.pgdump', tables: 14, rows: 88_120, problems: [], register: { backedUp: 4_012, restored: 4_012, live: 4_007, liveUnknown: '', warnings: ['sổ đang dùng có 4007 hồ sơ, ít hơn lúc sao lưu (4012)'] } }], newestTransaction: drill.startedAt, transactionSource: 'thời gian sửa tệp', comparedWithLive: 12, unexpected: [], reasons: drill.problem ? [drill.problem] : [], pauses: 0, by: 'van-hanh',
  }
}

export function dueDrills(now: number): DueDrill[] {
  return [{ planId: 'cong-tin', planName: 'Cổng thông tin điện tử tỉnh', level: 3, last: null, passed: null, dueAt: iso(now), overdue: true }]
}

export function recovery(now: number): Recovery {
  const system = SYSTEMS[0]
  return {
    before: iso(now - 20 * HOUR), source: 'ALERT', bySystem: true, expectedSeconds: 1640, drills: [],
    steps: [{ order: 1, planId: 'ho-so-mot-cua', planName: 'Hồ sơ một cửa và tệp đính kèm', system: system ? { code: system.code, name: system.name, level: system.level } : null, targets: ['/kho/tai-cho'], snapshot: 'a1b2c3d4', at: iso(now - 30 * HOUR), files: 18_240, bytes: 9_812_345_678, troubles: 2, drilled: true, drillId: 'dr-3', lastDrillAt: iso(now - 26 * HOUR), lastDrillOk: true, expectedSeconds: 1640, rtoTargetSeconds: 14_400, busy: false }],
  }
}
