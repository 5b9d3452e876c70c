import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderApp } from '@/testing/render-app'

async function incident(tab = '') {
  const app = renderApp(`/incidents/SC-2026-004${tab}`)
  await screen.findByTestId('page-incident')
  return app
}

test('labels stand beside the number, and change only with a reason', async () => {
  const { server } = await incident()
  expect(screen.getByTestId('incident-labels').textContent).toContain('TLP:AMBERPAP:GREEN')
  fireEvent.click(screen.getByTestId('change-labels'))
  fireEvent.click(await screen.findByTestId('marking-save'))
  await screen.findByText('Không được để trống')
  expect(server.state.requests).toEqual([])
  fireEvent.change(screen.getByTestId('marking-reason'), { target: { value: 'nguồn tin yêu cầu' } })
  fireEvent.click(screen.getByTestId('marking-save'))
  await waitFor(() => expect(server.state.requests.at(-1)?.body).toEqual({ tlp: 'AMBER', pap: 'GREEN', reason: 'nguồn tin yêu cầu', version: 4 }))
})

test('the state-secret flag names what is there before it is set', async () => {
  const { server } = await incident()
  fireEvent.click(screen.getByTestId('declare-secret'))
  await waitFor(() => expect(screen.getByTestId('secret-contents').textContent).toContain('so-do.txt'))
  fireEvent.change(screen.getByTestId('secret-paper'), { target: { value: '15/BC-PA05' } })
  fireEvent.click(screen.getByTestId('secret-submit'))
  await waitFor(() => expect(server.state.requests.at(-1)?.body).toEqual({ reference: '15/BC-PA05', seen: 'abc' }))
})

test('observables show their own labels or those of the incident', async () => {
  await incident('?tab=evidence')
  const rows = await screen.findAllByTestId('observable')
  expect(rows.map((row) => row.textContent)).toEqual([expect.stringContaining('theo sự cố'), expect.stringContaining('TLP:REDPAP:RED')])
})

test('a person chooses which notices leave', async () => {
  const { server } = await incident()
  fireEvent.click(screen.getByTestId('user-menu'))
  fireEvent.click(await screen.findByTestId('my-notices'))
  fireEvent.click(await screen.findByLabelText('Lệnh chậm: Thư'))
  fireEvent.click(screen.getByTestId('notices-save'))
  await waitFor(() => expect(server.state.requests.at(-1)?.body).toMatchObject({ mail: 'lan@tuyenquang.gov.vn', kinds: { ORDER_LATE: { mail: false, webhook: false }, ORDER: { mail: true, webhook: false } } }))
})
