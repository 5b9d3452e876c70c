import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderApp } from '@/testing/render-app'

async function logIn(account: string, password: string) {
  fireEvent.change(await screen.findByTestId('login-account'), { target: { value: account } })
  fireEvent.change(screen.getByTestId('login-password'), { target: { value: password } })
  fireEvent.click(screen.getByTestId('login-submit'))
}

test('a page behind the log-in comes back after it', async () => {
  const { router } = renderApp('/incidents?state=all', { account: null })
  await logIn('demo', 'mat-khau')
  await screen.findByTestId('page-incidents')
  expect(router.state.location.search).toEqual({ state: 'all' })
})

test('a wrong password is said to be wrong', async () => {
  renderApp('/login', { account: null })
  await logIn('demo', 'sai')
  expect((await screen.findByTestId('login-problem')).textContent).toContain('không đúng')
})

test('asks for the code only when the account needs one', async () => {
  const { router } = renderApp('/login', { account: null })
  await logIn('lan.nt', 'mat-khau')
  fireEvent.change(await screen.findByTestId('login-code'), { target: { value: '123456' } })
  fireEvent.click(screen.getByTestId('login-submit'))
  await waitFor(() => expect(router.state.location.pathname).toBe('/queue'))
})

test('never goes on to another site', async () => {
  const { router } = renderApp('/login?next=//evil.example/', { account: null })
  await logIn('demo', 'mat-khau')
  await waitFor(() => expect(router.state.location.pathname).toBe('/queue'))
})

test('the menu shows only what the rights allow', async () => {
  renderApp('/tasks', { account: 'son.lv' })
  await screen.findByTestId('nav-tasks')
  const shown = [...document.querySelectorAll('[data-testid^="nav-"]')].map((each) => each.getAttribute('data-testid'))
  expect(shown).toEqual(['nav-queue', 'nav-incidents', 'nav-tasks', 'nav-orders', 'nav-playbooks', 'nav-sources', 'nav-backups'])
})
