import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderApp, row } from '@/testing/render-app'

test('a table shows its versions, refuses a bad file with its lines, and goes back', async () => {
  renderApp('/tables')
  await screen.findByTestId('table-table')
  fireEvent.click(row('watchlist.csv'))
  await screen.findByTestId('version-2')
  fireEvent.click(screen.getByTestId('table-replace'))
  const input = await waitFor(() => document.querySelector<HTMLInputElement>('input[type=file]') as HTMLInputElement)
  fireEvent.change(input, { target: { files: [new File(['type\nsai'], 'watchlist.csv')] } })
  await screen.findByText(/watchlist\.csv ·/)
  fireEvent.click(screen.getByTestId('replace-submit'))
  expect((await screen.findByTestId('table-refused')).textContent).toContain('watchlist.csv:2')
  fireEvent.click(document.querySelector('.ant-modal-close') as HTMLElement)
  fireEvent.click(screen.getByTestId('roll-back-1'))
  fireEvent.click(await screen.findByTestId('roll-back-submit'))
  await screen.findByTestId('version-3')
})

test('what is silent is said once for a unit', async () => {
  renderApp('/sources')
  const outage = await screen.findByTestId('outage-o-1')
  expect(outage.textContent).toContain('Yên Minh')
})
