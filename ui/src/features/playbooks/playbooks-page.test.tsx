import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { FakeEventSource, press, renderApp } from '@/testing/render-app'

test('the library shows what runs, and a playbook with its report', async () => {
  renderApp('/playbooks')
  await screen.findByTestId('playbook-table')
  fireEvent.click(screen.getByText('Khôi phục toàn vẹn hồ sơ, chữ ký số'))
  await screen.findByTestId('page-playbook')
  expect(screen.getByTestId('playbook-file').getAttribute('href')).toBe('/api/playbooks/playbook--ts/file')
  fireEvent.click(await screen.findByTestId('tab-report'))
  const report = await screen.findByTestId('import-report')
  expect(report.textContent).toContain('/workflow/action--s2/on_success')
  expect(report.querySelector('tbody tr')?.textContent, 'errors come first').toContain('Lỗi')
})

test('the diagram is walked by arrow keys and says in words where one is', async () => {
  renderApp('/runs/run-1')
  const box = await waitFor(() => {
    const found = document.querySelector<SVGGElement>('[data-step="start--s1"]')
    if (!found) throw new Error('no diagram yet')
    return found
  })
  expect(box.getAttribute('tabindex')).toBe('0')
  expect(document.querySelector('[data-step="action--s3"]')?.getAttribute('aria-label')).toContain('Chờ người làm')
  box.focus()
  press('ArrowDown', { isComposing: true })
  expect(document.querySelector('[data-step="start--s1"]')?.getAttribute('aria-pressed'), 'not while a letter is composed').toBe('true')
  press('ArrowDown')
  await waitFor(() => expect(document.querySelector('[data-step="action--s2"]')?.getAttribute('aria-pressed')).toBe('true'))
  expect(document.querySelector('[data-step-row="action--s2"]')?.getAttribute('data-chosen')).toBe('true')
})

test('a run is read anew the moment the server says that it moved', async () => {
  const { server } = renderApp('/runs/run-1')
  await screen.findByTestId('run-pause')
  server.state.changes.set('run-1', { state: 'PAUSED' })
  const stream = FakeEventSource.opened.find(({ url }) => url.endsWith('/api/runs/stream'))
  stream?.say('run', { run: 'another', incident: 'SC-2026-004' })
  stream?.say('run', { run: 'run-1', incident: 'SC-2026-004' })
  await screen.findByTestId('run-resume')
})

test('a run is paused with a reason and goes on without', async () => {
  const { server } = renderApp('/runs/run-1')
  fireEvent.click(await screen.findByTestId('run-pause'))
  fireEvent.change(await screen.findByTestId('stop-reason'), { target: { value: 'Chờ chỉ đạo' } })
  fireEvent.click(screen.getAllByText('Tạm dừng').at(-1) as HTMLElement)
  fireEvent.click(await screen.findByTestId('run-resume'))
  await screen.findByTestId('run-pause')
  expect(server.state.requests.map(({ path, body }) => [path, body])).toEqual([['/api/runs/run-1/pause', { reason: 'Chờ chỉ đạo' }], ['/api/runs/run-1/resume', {}]])
})

test('my tasks show exactly what is approved, mine first, and send its digest back', async () => {
  const { server } = renderApp('/tasks')
  const card = await screen.findByTestId('run-approvals')
  expect(card.querySelector('article')?.textContent).toContain('1/2 người đồng ý')
  expect(screen.getAllByTestId('approval-command')[0]?.textContent).toContain('Chủ tịch UBND xã Đồng Văn')
  expect(screen.getByTestId('approval-refusal').textContent).toContain('CHU_QUAN')
  fireEvent.click(screen.getByTestId('approval-refuse'))
  await screen.findByText('Từ chối phải ghi lý do.')
  expect(server.state.requests).toEqual([])
  fireEvent.click(screen.getByTestId('approval-approve'))
  await waitFor(() => expect(server.state.requests.at(-1)).toEqual({ method: 'POST', path: '/api/playbook-runs/run-1/steps/4/approve', body: { digest: 'a'.repeat(64), reason: '' } }))
})
