import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderApp } from '@/testing/render-app'

/** Starts a form from the incident, as an officer does. */
async function started() {
  const app = renderApp('/incidents/SC-2026-004?tab=reports')
  fireEvent.click(await screen.findByTestId('start-mau-08-nd356'))
  await screen.findByTestId('page-form')
  return app
}

test('the incident offers the forms and says which clock each answers', async () => {
  renderApp('/incidents/SC-2026-004?tab=reports')
  const shelf = await screen.findByTestId('forms-shelf')
  await waitFor(() => expect(shelf.textContent).toContain('đáp ứng: Thông báo vi phạm dữ liệu cá nhân (Mẫu số 08)'))
})

test('only what was changed is sent, and the missing place is filled', async () => {
  const { server } = await started()
  expect(screen.getByTestId('form-missing').textContent).toContain('Mã số thuế')
  fireEvent.change(screen.getByTestId('place-b1.1'), { target: { value: '5000123456' } })
  fireEvent.click(screen.getByTestId('form-save'))
  await waitFor(() => expect(screen.queryByTestId('form-missing')).toBeNull())
  expect(server.state.requests.at(-1)?.body).toEqual({ version: 1, edits: [{ place: 'b1.1', text: '5000123456' }] })
})

test('a row of a table can be added and taken out', async () => {
  const { server } = await started()
  fireEvent.click(screen.getByText('Thêm dòng'))
  fireEvent.change(screen.getByLabelText('Tài liệu 2'), { target: { value: 'biên bản.pdf' } })
  fireEvent.click(screen.getByTestId('form-save'))
  await waitFor(() => expect(server.state.requests.at(-1)?.body).toEqual({ version: 1, edits: [{ block: 2, rows: [['nhat-ky.log', '3f3f'], ['biên bản.pdf', '']] }] }))
})

test('what is missing is listed before signing and must be accepted', async () => {
  await started()
  fireEvent.click(screen.getByTestId('form-sign'))
  expect((await screen.findByTestId('sign-missing')).textContent).toContain('Mã số thuế')
  expect((screen.getByTestId('sign-submit') as HTMLButtonElement).disabled).toBe(true)
  fireEvent.click(screen.getByTestId('sign-accept'))
  fireEvent.click(screen.getByTestId('sign-submit'))
  expect((await screen.findByTestId('form-signed')).textContent).toContain('Đã ký số')
  expect(screen.queryByTestId('form-save')).toBeNull()
  expect(screen.queryByTestId('place-b1.1')).toBeNull()
})
