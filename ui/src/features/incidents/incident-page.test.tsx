import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderApp } from '@/testing/render-app'

async function incident(tab = '') {
  const app = renderApp(`/incidents/SC-2026-004${tab}`)
  await screen.findByTestId('page-incident')
  return app
}

test('shows the deadlines beside every tab', async () => {
  await incident('?tab=notes')
  expect(screen.getByTestId('incident-facts').textContent).toContain('Thông báo ban đầu sự cố nghiêm trọng')
})

test('says what a move needs before, and what was missing after', async () => {
  const { server } = await incident()
  fireEvent.click(screen.getByTestId('incident-move'))
  fireEvent.click(await screen.findByTestId('move-DA_DONG'))
  expect((await screen.findByTestId('gate-needs')).textContent).toContain('3 việc bắt buộc chưa xong')
  fireEvent.change(screen.getByTestId('move-reason'), { target: { value: 'Đã xử lý xong' } })
  fireEvent.click(screen.getByTestId('move-submit'))
  expect((await screen.findByTestId('gate-problem')).textContent).toContain('nguyên nhân gốc')
  fireEvent.change(screen.getByTestId('move-reviewer'), { target: { value: 'huong.tt' } })
  fireEvent.click(screen.getByTestId('move-submit'))
  await waitFor(() => expect(screen.queryByTestId('gate-problem')).toBeNull())
  await waitFor(() => expect(server.state.rows.find(({ id }) => id === 'SC-2026-004')?.state).toBe('DA_DONG'))
  expect(server.state.requests.at(-1)?.body).toEqual({ to: 'DA_DONG', reason: 'Đã xử lý xong', reviewer: 'huong.tt' })
})

test('a waiting playbook step takes typed results', async () => {
  const { server } = await incident('?tab=playbooks')
  fireEvent.click(await screen.findByTestId('task-complete'))
  fireEvent.change(await screen.findByTestId('output-so_phien'), { target: { value: '3' } })
  fireEvent.change(screen.getByTestId('task-result'), { target: { value: 'Đã thu hồi' } })
  fireEvent.click(screen.getByTestId('task-complete-submit'))
  // The required yes-or-no is still empty: nothing is sent.
  await waitFor(() => expect(screen.getAllByText('Không được để trống').length).toBeGreaterThan(0))
  expect(server.state.requests).toEqual([])
})

test('a playbook is told what it has to know before it starts', async () => {
  const { server } = await incident('?tab=playbooks')
  fireEvent.click(await screen.findByTestId('playbook-start'))
  fireEvent.click(await screen.findByTestId('start-playbook--ts'))
  fireEvent.click(await screen.findByTestId('start-values-submit'))
  await screen.findAllByText('Không được để trống')
  expect(server.state.requests).toEqual([])
  fireEvent.change(screen.getByTestId('output-__may__'), { target: { value: '10.60.1.7' } })
  fireEvent.click(screen.getByTestId('start-values-submit'))
  await waitFor(() => expect(server.state.requests[0]?.body).toEqual({ playbookId: 'playbook--ts', variables: { __may__: '10.60.1.7', __so_ho_so__: '10' } }))
})

test('a note is sent and stays', async () => {
  await incident('?tab=notes')
  fireEvent.change(screen.getByTestId('note-text'), { target: { value: 'Đã báo Chủ tịch xã' } })
  fireEvent.click(screen.getByTestId('note-send'))
  await screen.findByText('Đã báo Chủ tịch xã', { selector: 'p' })
})

test('evidence is checked on demand', async () => {
  await incident('?tab=evidence')
  fireEvent.click(screen.getByTestId('evidence-verify-e1'))
  expect((await screen.findByTestId('evidence-result-e1')).textContent).toContain('Nguyên vẹn')
})

test('an unknown incident is said to be unknown', async () => {
  renderApp('/incidents/SC-1999-001')
  expect((await screen.findByTestId('state-not-found')).textContent).toContain('SC-1999-001')
})

test('the facts are edited, and only what changed is sent', async () => {
  const { server } = await incident()
  fireEvent.click(screen.getByTestId('edit-facts'))
  fireEvent.click(await screen.findByLabelText('Gây gián đoạn nghiêm trọng'))
  fireEvent.click(screen.getByTestId('facts-submit'))
  await waitFor(() => expect(screen.getByTestId('incident-facts').textContent).toContain('Gây gián đoạn nghiêm trọng'))
  expect(server.state.requests.at(-1)?.body).toEqual({ flags: ['GIAN_DOAN_NGHIEM_TRONG', 'VUOT_KHA_NANG'], version: 4 })
})

test('evidence shows its search and custody, is handed over and leaves as a signed package', async () => {
  const { server } = renderApp('/incidents/SC-2026-004?tab=evidence')
  expect((await screen.findByTestId('evidence-e2')).textContent).toContain('event.action:dang_nhap')
  fireEvent.click(screen.getByTestId('evidence-handover-e1'))
  fireEvent.change(await screen.findByTestId('handover-to'), { target: { value: 'Phòng PA05' } })
  fireEvent.click(screen.getByTestId('handover-submit'))
  await waitFor(() => expect(server.state.requests.some(({ path, body }) => path.endsWith('/e1/handover') && JSON.stringify(body) === JSON.stringify({ to: 'Phòng PA05', note: '' }))).toBe(true))
  fireEvent.click(screen.getByTestId('evidence-pack'))
  fireEvent.change(await screen.findByTestId('pack-to'), { target: { value: 'Viện kiểm sát' } })
  fireEvent.click(screen.getByTestId('pack-submit'))
  expect((await screen.findByTestId('pack-download')).getAttribute('href')).toBe('/api/incidents/SC-2026-004/evidence/packages/g1')
})
