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
  const { server } = await started()
  fireEvent.click(screen.getByTestId('form-sign'))
  expect((await screen.findByTestId('sign-missing')).textContent).toContain('Mã số thuế')
  expect((screen.getByTestId('sign-submit') as HTMLButtonElement).disabled).toBe(true)
  expect(screen.getByTestId('sign-clocks').textContent).toContain('Thông báo vi phạm dữ liệu cá nhân')
  fireEvent.click(screen.getByTestId('sign-accept'))
  fireEvent.click(screen.getByTestId('sign-submit'))
  expect((await screen.findByTestId('form-signed')).textContent).toContain('Đã ký số')
  expect(server.state.requests.find(({ path }) => path.endsWith('/sign'))?.body).toEqual({ version: 1, withBlanks: true, clocks: ['DL-72H'] })
  expect(screen.queryByTestId('form-save')).toBeNull()
  expect(screen.queryByTestId('place-b1.1')).toBeNull()
})

test('a clock on the board opens the form that answers it, and the same one again', async () => {
  const { server } = renderApp('/orders?view=clocks')
  fireEvent.click(await screen.findByTestId('clock-form-IR-72H'))
  await screen.findByTestId('page-form')
  expect(server.state.requests.filter(({ method, path }) => method === 'POST' && path === '/api/forms').map(({ body }) => body)).toEqual([{ form: 'su-co-bao-cao', subject: 'incident:SC-2026-002' }])
})

test('a yearly report begins with its year, and leads back to it', async () => {
  const { server } = renderApp('/reports?tab=period&period=2026-H1')
  fireEvent.click(await screen.findByTestId('start-mau-08-nd356'))
  await screen.findByTestId('page-form')
  expect(server.state.requests.at(-1)?.body).toEqual({ form: 'mau-08-nd356', subject: 'period:2026-H1' })
  fireEvent.click(screen.getByText('6 tháng đầu năm 2026'))
  expect((await screen.findByTestId('forms-shelf')).textContent).toContain('Đang soạn')
})
