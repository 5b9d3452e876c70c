import { act, fireEvent, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CHORD_MS, setShortcutsEnabled, useKeys, type Bindings } from './keyboard'

function Keys({ bindings }: { bindings: Bindings }) {
  useKeys(bindings)
  return <input aria-label="text" />
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  setShortcutsEnabled(true)
})

const press = (key: string, more: object = {}) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more })

test('runs the bound key', () => {
  const take = vi.fn()
  render(<Keys bindings={{ a: take }} />)
  press('a')
  expect(take).toHaveBeenCalledOnce()
})

test('rests while a field has the focus', () => {
  const take = vi.fn()
  const { getByLabelText } = render(<Keys bindings={{ a: take }} />)
  getByLabelText('text').focus()
  press('a')
  expect(take).not.toHaveBeenCalled()
})

test('rests while a Vietnamese letter is being composed', () => {
  const take = vi.fn()
  render(<Keys bindings={{ a: take }} />)
  press('a', { isComposing: true })
  press('a', { keyCode: 229 })
  expect(take).not.toHaveBeenCalled()
})

test('leaves the keys of the browser alone', () => {
  const close = vi.fn()
  render(<Keys bindings={{ c: close }} />)
  press('c', { ctrlKey: true })
  expect(close).not.toHaveBeenCalled()
})

test('tells two letters in a row from the first alone', () => {
  const group = vi.fn()
  const queue = vi.fn()
  render(<Keys bindings={{ g: group, 'g q': queue }} />)
  press('g')
  press('q')
  expect([group.mock.calls.length, queue.mock.calls.length]).toEqual([0, 1])
  press('g')
  act(() => vi.advanceTimersByTime(CHORD_MS + 1))
  expect(group).toHaveBeenCalledOnce()
})

test('names shifted letters, and signs as they are typed', () => {
  const assign = vi.fn()
  const help = vi.fn()
  render(<Keys bindings={{ 'Shift+A': assign, '?': help }} />)
  press('A', { shiftKey: true })
  press('?', { shiftKey: true })
  expect([assign.mock.calls.length, help.mock.calls.length]).toEqual([1, 1])
})

test('does not take Caps Lock for Shift', () => {
  const take = vi.fn()
  render(<Keys bindings={{ a: take, 'Shift+A': () => false }} />)
  press('A')
  expect(take).toHaveBeenCalledOnce()
})

test('asks the part shown last first, and goes on when it declines', () => {
  const outer = vi.fn()
  const inner = vi.fn(() => false)
  render(<><Keys bindings={{ Escape: outer }} /><Keys bindings={{ Escape: inner }} /></>)
  press('Escape')
  expect([inner.mock.calls.length, outer.mock.calls.length]).toEqual([1, 1])
})

test('can be switched off as a whole', () => {
  const take = vi.fn()
  render(<Keys bindings={{ a: take }} />)
  setShortcutsEnabled(false)
  press('a')
  expect(take).not.toHaveBeenCalled()
})
