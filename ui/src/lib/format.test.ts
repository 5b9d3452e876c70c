import { expect, test } from 'vitest'
import { bytes, dateTime, fold, fromPicker, initials, number, shortAge, span, toPicker, utc } from './format'

test('shows moments in Vietnamese time whatever the zone of the machine', () => {
  expect(dateTime('2026-11-20T18:04:05Z')).toBe('21/11/2026 01:04:05')
  expect(utc('2026-11-20T18:04:05Z')).toBe('20/11/2026 18:04:05 UTC')
})

test('a picked moment comes back as it went in', () => {
  expect(fromPicker(toPicker('2026-11-20T18:04:05Z'))).toBe('2026-11-20T18:04:05.000Z')
})

test('writes numbers the Vietnamese way', () => {
  expect(number(1234567.5, 1)).toBe('1.234.567,5')
  expect(bytes(1536)).toBe('1,5 KB')
})

test('counts spans in the largest unit that fits', () => {
  expect(span(61_000, 'ngày')).toBe('01:01')
  expect(span(3_600_000 + 61_000, 'ngày')).toBe('1:01:01')
  expect(span(2 * 86_400_000 + 3 * 3_600_000, 'ngày')).toBe('2 ngày 03:00')
  expect(shortAge(125_000, { s: 's', m: 'ph', h: 'giờ', d: 'ngày' })).toBe('2 ph')
})

test('takes family and given name for the initials', () => {
  expect(initials('Đặng Quốc Ước')).toBe('ĐƯ')
  expect(initials('lan.nt')).toBe('LN')
})

test('folds diacritics, đ too', () => {
  expect(fold('Sở Nông nghiệp và Môi trường, Đồng Văn')).toBe('so nong nghiep va moi truong, dong van')
})
