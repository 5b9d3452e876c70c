import { act, render, screen, waitFor } from '@testing-library/react'
import { useRef, useState } from 'react'
import { expect, test } from 'vitest'
import { useKeepFocus } from './use-keep-focus'

function Box() {
  const box = useRef<HTMLDivElement>(null)
  const [done, setDone] = useState(false)
  useKeepFocus(box)
  return (
    <>
      <div ref={box} tabIndex={-1} data-testid="box">{done ? <p>Xong</p> : <button type="button" onClick={() => setDone(true)}>Duyệt</button>}</div>
      <button type="button">Chỗ khác</button>
    </>
  )
}

test('a box keeps the focus of a button that goes away when it has done its work', async () => {
  render(<Box />)
  const button = screen.getByText('Duyệt')
  act(() => button.focus())
  act(() => button.click())
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('box')))
})

test('a box takes no focus that somebody else has', async () => {
  render(<Box />)
  const button = screen.getByText('Duyệt')
  act(() => button.focus())
  act(() => screen.getByText('Chỗ khác').focus())
  act(() => button.click())
  await screen.findByText('Xong')
  expect(document.activeElement).toBe(screen.getByText('Chỗ khác'))
})
