import { expect, test } from 'vitest'
import { offsetOf } from './code-editor'
import { linesOf } from './text-diff'

test('a changed line is taken out and put in, with its numbers', () => {
  const lines = linesOf('a\nb\nc\n', 'a\nB\nc\n')
  expect(lines.map(({ kind, before, after, text }) => [kind, before, after, text])).toEqual([
    ['same', 1, 1, 'a'], ['removed', 2, null, 'b'], ['added', null, 2, 'B'], ['same', 3, 3, 'c'],
  ])
})

test('far apart changes leave a gap between them', () => {
  const text = Array.from({ length: 30 }, (_, index) => `line ${index}`)
  const lines = linesOf(text.join('\n'), text.with(2, 'x').with(27, 'y').join('\n'))
  expect(lines.filter(({ kind }) => kind === 'gap')).toHaveLength(1)
  expect(lines.filter(({ kind }) => kind === 'added').map(({ text: added }) => added)).toEqual(['x', 'y'])
})

test('equal texts have no difference', () => {
  expect(linesOf('a\n', 'a\n')).toEqual([])
})

test('a place in the text is found, also beyond the end of its line', () => {
  expect(offsetOf('ab\ncd', 2, 2)).toBe(4)
  expect(offsetOf('ab\ncd', 1, 9)).toBe(2)
  expect(offsetOf('ab\ncd', 9, 1)).toBe(5)
})
