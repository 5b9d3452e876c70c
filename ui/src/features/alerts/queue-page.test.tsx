import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { boundKeys } from '@/lib/keyboard'
import { activeKey, FakeEventSource, press, renderApp, row, rowKeys, waitForRows } from '@/testing/render-app'

async function queue(path = '/queue') {
  const app = renderApp(path)
  await waitForRows('alert-table')
  return app
}

const key = (name: string, more: KeyboardEventInit = {}) => act(() => press(name, more))

test('shows the open alerts by due time, and loads more on demand', async () => {
  const { server } = await queue()
  const open = server.state.alerts.filter(({ state }) => state === 'MOI' || state === 'DANG_XU_LY').length
  expect(rowKeys()).toHaveLength(50)
  fireEvent.click(screen.getByTestId('load-more'))
  await waitFor(() => expect(rowKeys()).toHaveLength(open))
})

test('takes an alert by keyboard and gives it back', async () => {
  const { server } = await queue('/queue?owner=none')
  key('j')
  const id = activeKey() ?? ''
  key('a')
  await screen.findByTestId('undo-toast')
  expect(server.state.alerts.find((alert) => alert.id === id)).toMatchObject({ state: 'DANG_XU_LY', owner: 'demo' })
  expect(row(id).textContent).toContain('Đang xử lý')
  key('u')
  await waitFor(() => expect(server.state.alerts.find((alert) => alert.id === id)).toMatchObject({ owner: null }))
})

test('does not close as a false positive without a note', async () => {
  const { server } = await queue()
  key('j')
  const id = activeKey() ?? ''
  key('c')
  fireEvent.click(await screen.findByTestId('disposition-SAI_LUAT'))
  fireEvent.click(screen.getByTestId('close-submit'))
  await screen.findByText('Kết luận này cần ghi chú: vì sao?')
  expect(server.state.requests).toEqual([])
  fireEvent.change(screen.getByTestId('close-note'), { target: { value: 'Tài khoản kiểm thử của nhà cung cấp' } })
  fireEvent.click(screen.getByTestId('close-submit'))
  await screen.findByTestId('undo-toast')
  expect(server.state.requests[0]?.body).toEqual({ ids: [id], action: 'CLOSE', disposition: 'SAI_LUAT', note: 'Tài khoản kiểm thử của nhà cung cấp' })
  expect(row(id).textContent).toContain('Đã đóng')
})

test('acts on every row that is ticked', async () => {
  const { server } = await queue()
  const [first, second, third] = rowKeys()
  key('j')
  key('J', { shiftKey: true })
  key('J', { shiftKey: true })
  expect(screen.getByTestId('bulk-bar').textContent).toContain('Đã chọn 3')
  key('a')
  await screen.findByTestId('undo-toast')
  expect(server.state.requests[0]?.body).toEqual({ ids: [first, second, third], action: 'TAKE' })
})

test('opens the details with Enter, keeps the row in the address, and closes with Escape', async () => {
  const { router } = await queue()
  key('j')
  const id = activeKey()
  key('Enter')
  await screen.findByTestId('section-why')
  for (const section of ['fields', 'events', 'related', 'history']) screen.getByTestId(`section-${section}`)
  expect(router.state.location.search).toMatchObject({ id })
  key('Escape')
  await waitFor(() => expect(screen.queryByTestId('alert-panel')).toBeNull())
})

test('announces new alerts and moves nothing until asked', async () => {
  const { server } = await queue('/queue?sort=newest')
  const before = rowKeys()
  const stream = FakeEventSource.opened[0]
  act(() => stream?.say('alert', server.arrive()))
  await screen.findByTestId('load-new')
  expect(rowKeys()).toEqual(before)
  key('.')
  await waitFor(() => expect(rowKeys()[0]).not.toBe(before[0]))
})

test('escalates into a new incident with one confirmation', async () => {
  const { server, router } = await queue()
  key('j')
  key('e')
  fireEvent.click(await screen.findByTestId('escalate-submit'))
  await waitFor(() => expect(router.state.location.pathname).toBe('/incidents/SC-2026-006'))
  expect(server.state.requests[0]).toMatchObject({ path: '/api/alerts/escalate', body: { category: 'KH' } })
})

test('says that nothing matches, and clears the filter', async () => {
  renderApp('/queue?text=khong-co-gi-nhu-vay')
  await screen.findByTestId('state-no-match')
  fireEvent.click(screen.getByTestId('filter-reset'))
  await waitForRows('alert-table')
})

test('words a missing right as such', async () => {
  const app = renderApp('/incidents')
  app.server.state.failures.set('GET /api/alerts', app.server.problem(403, 'Không có quyền', 'Cần quyền ALERT_READ'))
  await waitForRows('incident-table')
  await act(() => app.router.navigate({ to: '/queue' }))
  const state = await screen.findByTestId('state-no-right')
  expect(state.textContent).toContain('ALERT_READ')
})

test('opens the alert on a page of its own, with the same parts, and comes back', async () => {
  const { router } = await queue()
  key('j')
  const id = activeKey() ?? ''
  key('o')
  await screen.findByTestId('page-alert')
  expect(router.state.location.pathname).toBe(`/alerts/${id}`)
  for (const section of ['why', 'fields', 'events', 'related', 'history']) await screen.findByTestId(`section-${section}`)
  key('Escape')
  await screen.findByTestId('alert-panel')
  expect(router.state.location.search).toMatchObject({ id })
})

test('notes on an alert without touching its state', async () => {
  const { server } = await queue()
  key('j')
  const id = activeKey() ?? ''
  const before = server.state.alerts.find((alert) => alert.id === id)?.state
  key('Enter')
  await screen.findByTestId('section-history')
  key('n')
  fireEvent.change(await screen.findByTestId('alert-note'), { target: { value: 'Đã gọi xác minh' } })
  fireEvent.click(screen.getByTestId('alert-note-submit'))
  await waitFor(() => expect(screen.getByTestId('section-history').textContent).toContain('Đã gọi xác minh'))
  expect(server.state.requests[0]?.body).toEqual({ ids: [id], action: 'NOTE', note: 'Đã gọi xác minh' })
  expect(server.state.alerts.find((alert) => alert.id === id)?.state).toBe(before)

  await screen.findByTestId('undo-toast')
  key('u')
  await waitFor(() => expect(screen.getByTestId('section-history').querySelector('.undone')?.textContent).toContain('Đã gọi xác minh'))
})

test('takes an act back from the history, also after the toast is gone', async () => {
  const { server } = await queue()
  key('j')
  key('Enter')
  await screen.findByTestId('section-history')
  key('n')
  fireEvent.change(await screen.findByTestId('alert-note'), { target: { value: 'Nhầm máy' } })
  fireEvent.click(screen.getByTestId('alert-note-submit'))
  fireEvent.click(await screen.findByTestId('history-undo'))
  await waitFor(() => expect(screen.getByTestId('section-history').querySelector('.undone')).not.toBeNull())
  expect(screen.queryByTestId('history-undo')).toBeNull()
  expect(server.state.requests.at(-1)).toMatchObject({ path: '/api/alerts/undo', body: { token: 'undo-1' } })
})

test('a playbook chosen from the queue is told what it has to know before anything is done', async () => {
  const { server } = await queue()
  key('j')
  key('p')
  fireEvent.click(await screen.findByTestId('start-playbook--ts'))
  await screen.findByTestId('escalate-values')
  fireEvent.click(await screen.findByTestId('escalate-submit'))
  await screen.findAllByText('Không được để trống')
  expect(server.state.requests).toEqual([])
  fireEvent.change(screen.getByTestId('output-__may__'), { target: { value: '10.60.1.7' } })
  fireEvent.click(screen.getByTestId('escalate-submit'))
  await waitFor(() => expect(server.state.requests[1]?.body).toEqual({ playbookId: 'playbook--ts', variables: { __may__: '10.60.1.7', __so_ho_so__: '10' } }))
  expect(server.state.requests[0]?.body).not.toHaveProperty('values')
})

test('a playbook is chosen from the queue and runs on the incident', async () => {
  const { server, router } = await queue()
  key('j')
  key('p')
  fireEvent.click(await screen.findByTestId('start-playbook--xn'))
  fireEvent.click(await screen.findByTestId('escalate-submit'))
  await waitFor(() => expect(router.state.location.pathname).toBe('/incidents/SC-2026-006'))
  expect(router.state.location.search).toMatchObject({ tab: 'playbooks' })
  expect(server.state.requests.map(({ path }) => path)).toEqual(['/api/alerts/escalate', '/api/incidents/SC-2026-006/runs'])
})

const helped = () => [...screen.getByTestId('keyboard-help').querySelectorAll('[data-binding]')].map((each) => each.getAttribute('data-binding') ?? '')

test('the help lists every key that works here, and none that does not', async () => {
  await queue()
  const synonyms = ['ArrowDown', 'ArrowUp', 'k', 'Shift+K', 'Shift+ArrowDown', 'Shift+ArrowUp']
  const bound = [...boundKeys()].filter((each) => !synonyms.includes(each)).toSorted()
  key('?', { shiftKey: true })
  await screen.findByTestId('keyboard-help')
  expect(helped().toSorted()).toEqual(bound)
})

test('who may only read is offered no key that changes something', async () => {
  renderApp('/queue', { account: 'thanh-tra' })
  await waitForRows('alert-table')
  key('?', { shiftKey: true })
  await screen.findByTestId('keyboard-help')
  expect(helped()).toContain('o')
  expect(helped().filter((each) => ['a', 'e', 'c', 'f', 'n', 'p', 'x', 'u', 'Shift+A'].includes(each))).toEqual([])
})

test('offers an exception at close, with what it would have hidden', async () => {
  const { server } = await queue()
  key('j')
  key('f')
  fireEvent.click(await screen.findByTestId('exemption-want'))
  await waitFor(() => expect(screen.getByTestId('exemption-effect').textContent).toContain('ẩn 7 trên 31'))
  fireEvent.click(screen.getByLabelText('source.ip = 203.0.113.41'))
  await waitFor(() => expect(screen.getByTestId('exemption-effect').textContent).toContain('ẩn 19 trên 31'))
  fireEvent.change(screen.getByTestId('close-note'), { target: { value: 'Máy quét của nhà cung cấp' } })
  fireEvent.click(screen.getByTestId('close-submit'))
  await waitFor(() => expect(server.state.requests.findLast(({ method, path }) => method === 'POST' && path === '/api/exemptions')?.body).toMatchObject({ selection: { 'user.name': 'cb00721-014' }, reason: 'Máy quét của nhà cung cấp' }))
})
