import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { renderApp, row, rowKeys, waitForRows } from '@/testing/render-app'
import { windowOf } from './event-search'

// The chart paints on a canvas, which the document of the tests does not have.
vi.mock('./histogram-chart', () => ({ HistogramChart: () => <div data-testid="histogram" /> }))

test('shows what is wrong with the query at the box', async () => {
  renderApp('/search?q=%22abc')
  expect((await screen.findByTestId('query-problem')).textContent).toContain('ngoặc kép')
  expect(screen.queryByTestId('event-table')).toBeNull()
})

test('a value of an open event narrows the query', async () => {
  const { router } = renderApp('/search?q=event.action:dang_nhap')
  await waitForRows('event-table')
  fireEvent.click(row(rowKeys()[0] ?? ''))
  fireEvent.click(await screen.findByTestId('value-event.outcome'))
  fireEvent.click(await screen.findByText('Loại giá trị này'))
  await waitFor(() => expect(router.state.location.search).toMatchObject({ q: 'event.action:dang_nhap AND NOT event.outcome:"success"' }))
})

test('the most frequent values are those of the same search', async () => {
  renderApp('/search?q=event.action:dang_nhap')
  await waitForRows('event-table')
  await waitFor(() => expect(screen.getByTestId('top-values').textContent).toContain('dang_nhap'))
  expect(screen.getByTestId('top-values').textContent).not.toContain('tra_cuu_dan_cu')
})

test('a new query is run with Enter and stands in the address', async () => {
  const { router } = renderApp('/search')
  const box = await screen.findByTestId('search-query')
  fireEvent.change(box, { target: { value: 'user.name:"cb00721-014"' } })
  fireEvent.keyDown(box, { key: 'Enter' })
  await waitFor(() => expect(router.state.location.search).toMatchObject({ q: 'user.name:"cb00721-014"' }))
})

test('a range counts back from now, fixed ends stay', () => {
  const now = Date.parse('2026-11-20T08:00:00Z')
  expect(windowOf({ range: '1h' }, now)).toEqual({ from: '2026-11-20T07:00:00.000Z', to: '2026-11-20T08:00:00.000Z' })
  expect(windowOf({ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }, now)).toEqual({ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' })
})

test('the result on screen is sealed as evidence, by key too', async () => {
  const { server, router } = renderApp('/search?q=event.action:dang_nhap')
  await waitForRows('event-table')
  fireEvent.keyDown(document.body, { key: 'E', shiftKey: true })
  fireEvent.mouseDown((await screen.findByTestId('seal-incident')).querySelector('input') ?? screen.getByTestId('seal-incident'))
  fireEvent.click(await screen.findByTitle(/^SC-2026-004/))
  fireEvent.click(screen.getByTestId('seal-submit'))
  await waitFor(() => expect(router.state.location.pathname).toBe('/incidents/SC-2026-004'))
  const sent = server.state.requests.findLast((request) => request.path.endsWith('/evidence/search'))
  expect(sent?.body).toMatchObject({ query: 'event.action:dang_nhap', description: '' })
})

test('says why a result is not sealed', async () => {
  renderApp('/search?q=event.action:dang*')
  await screen.findByTestId('page-search')
  fireEvent.click(await screen.findByTestId('search-seal'))
  fireEvent.mouseDown((await screen.findByTestId('seal-incident')).querySelector('input') ?? screen.getByTestId('seal-incident'))
  fireEvent.click(await screen.findByTitle(/^SC-2026-004/))
  fireEvent.click(screen.getByTestId('seal-submit'))
  expect((await screen.findByTestId('seal-problem')).textContent).toContain('quá giới hạn')
})
