import { expect, test } from 'vitest'
import { clause, narrowed } from './query-text'

test('quotes the value and keeps quotes in it', () => {
  expect(clause('user.name', 'ngvana')).toBe('user.name:"ngvana"')
  expect(clause('message', 'a "b"')).toBe('message:"a \\"b\\""')
})

test('narrows step by step and says nothing twice', () => {
  expect(narrowed('', 'a:"1"')).toBe('a:"1"')
  expect(narrowed('a:"1"', 'b:"2"', true)).toBe('a:"1" AND NOT b:"2"')
  expect(narrowed('a:"1" AND b:"2"', 'b:"2"')).toBe('a:"1" AND b:"2"')
})

test('puts an OR into brackets before it narrows it', () => {
  expect(narrowed('a:1 OR a:2', 'b:"3"')).toBe('(a:1 OR a:2) AND b:"3"')
})

test('excluding from everything is a complete query', () => {
  expect(narrowed('', 'a:"1"', true)).toBe('*:* AND NOT a:"1"')
})
