import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderApp } from '@/testing/render-app'

test('the board shows what is late, and progress is told from its panel', async () => {
  const { server } = renderApp('/orders')
  await screen.findByTestId('order-table')
  fireEvent.click(await screen.findByText('Xác minh trực tiếp với cán bộ giữ tài khoản'))
  const panel = await screen.findByTestId('order-panel')
  expect(panel.textContent).toContain('Quá hạn')
  expect(panel.textContent).toContain('Báo lên vì quá hạn')
  await waitFor(() => expect(panel.querySelector('.history')?.textContent).toContain('anh-chup-phien.png'))
  expect(screen.getByTestId('order-attached').textContent).toContain('anh-chup-phien.png')
  fireEvent.change(screen.getByTestId('order-progress'), { target: { value: 'đang trên đường tới xã' } })
  fireEvent.click(screen.getByTestId('order-progress-send'))
  await waitFor(() => expect(server.state.requests.at(-1)?.body).toEqual({ text: 'đang trên đường tới xã' }))
})

test('the clocks of all incidents are on one board', async () => {
  renderApp('/orders?view=clocks')
  expect((await screen.findByTestId('clock-table')).textContent).toContain('SC-2026-002')
})

test('the reports of the calendar are on it too and lead to their form', async () => {
  const { server } = renderApp('/orders?view=clocks')
  const table = await screen.findByTestId('clock-table')
  const rows = [...table.querySelectorAll('tbody tr')].map((row) => row.textContent)
  expect(rows.at(-1), 'what is due last').toContain('Báo cáo định kỳ · Năm 2026')
  fireEvent.click(screen.getByTestId('clock-form-BC-NAM'))
  await waitFor(() => expect(server.state.requests.at(-1)?.body).toEqual({ form: 'mau-08-nd331', subject: 'period:2026' }))
})

test('an empty board says where orders come from', async () => {
  renderApp('/orders?view=done')
  expect((await screen.findByTestId('state-empty')).textContent).toContain('thẻ Việc của sự cố')
})

test('the inbox lists what one has to know and is read when it closes', async () => {
  const { server } = renderApp('/orders')
  fireEvent.click(await screen.findByTestId('inbox-open'))
  expect((await screen.findByTestId('inbox')).textContent).toContain('chưa được xác nhận')
  fireEvent.click(screen.getByTestId('inbox-open'))
  await waitFor(() => expect(server.state.requests.at(-1)?.body).toEqual({ id: 7 }))
})
