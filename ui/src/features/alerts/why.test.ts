import { expect, test } from 'vitest'
import { added, difference } from './why'

const alert = (title: string, reason: string, entity = '') => ({ title, reason, entity })

test('the title is not said twice', () => {
  expect(added(alert('Xóa nhật ký', 'Xóa nhật ký (Computer = SKHCN-01).'))).toBe('Computer = SKHCN-01')
  expect(added(alert('Dò mật khẩu', 'Dò mật khẩu: 10 sự kiện trong 2 phút (source.ip = 203.0.113.9).'))).toBe('10 sự kiện trong 2 phút (source.ip = 203.0.113.9).')
  expect(added(alert('Dò mật khẩu', 'cb.1 sai mật khẩu 12 lần'))).toBe('cb.1 sai mật khẩu 12 lần')
})

test('the entity is not said again among the values', () => {
  expect(difference(alert('Xóa nhật ký', 'Xóa nhật ký (Computer = SKHCN-01, event.code = 1102).', 'SKHCN-01'))).toBe('event.code = 1102')
  expect(difference(alert('Dò mật khẩu', 'Dò mật khẩu: 10 sự kiện trong 2 phút (source.ip = 203.0.113.9).', '203.0.113.9'))).toBe('10 sự kiện trong 2 phút')
  expect(difference(alert('Dò mật khẩu', 'Dò mật khẩu: 10 sự kiện (ngưỡng ≥ 10 trong 5 phút) (source.ip = 203.0.113.9, user.name = an).', '203.0.113.9'))).toBe('10 sự kiện (ngưỡng ≥ 10 trong 5 phút) (user.name = an)')
})

test('a rule that says nothing more leaves the line to the entity', () => {
  expect(difference(alert('Xóa nhật ký', 'Xóa nhật ký.', 'SKHCN-01'))).toBe('')
  expect(difference(alert('Xóa nhật ký', 'Xóa nhật ký (Computer = SKHCN-01).', 'SKHCN-01'))).toBe('')
})
