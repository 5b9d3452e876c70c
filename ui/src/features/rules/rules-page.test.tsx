import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderApp, rowKeys, waitForRows } from '@/testing/render-app'

const BAD = 'title: Thử\ndetection:\n  a:\n    user.name|modifier_sai: x\n  condition: a\n'

async function rule(path: string, account = 'demo') {
  const app = renderApp(`/rules/${path}`, { account })
  await screen.findByTestId('page-rule')
  return app
}

test('the list filters by state, verdict and tactic, and says what was refused', async () => {
  const { router } = renderApp('/rules')
  await waitForRows('rule-table')
  expect(screen.getByTestId('rejected-rules').textContent).toContain('expand')
  const all = rowKeys().length
  await router.navigate({ to: '/rules', search: { state: 'DRAFT' } })
  await waitFor(() => expect(rowKeys()).toEqual(['a09-tu-cap-quyen']))
  await router.navigate({ to: '/rules', search: { verdict: 'FIELD_NEVER_SEEN', tactic: 'initial-access' } })
  await waitFor(() => expect(rowKeys()).toEqual(['web_sqli_in_access_logs']))
  fireEvent.click(screen.getByTestId('rule-filter-reset'))
  await waitFor(() => expect(rowKeys().length).toBe(all))
})

test('thousands of rules come a page at a time, sorted by the server', async () => {
  const app = renderApp('/rules')
  await waitForRows('rule-table')
  const first = app.server.rules.rules[0] as (typeof app.server.rules.rules)[0]
  app.server.rules.rules.push(...Array.from({ length: 4000 }, (_, index) => ({ ...first, id: `nhieu-${String(index)}`, title: `Luật ${String(index)}` })))
  await app.router.navigate({ to: '/rules', search: { text: 'nhieu-' } })
  await waitFor(() => expect(rowKeys()).toHaveLength(100))
  expect(screen.getByTestId('load-more').textContent).toContain('4.000')
  fireEvent.click(screen.getByTestId('load-more'))
  await waitFor(() => expect(rowKeys()).toHaveLength(200))
  fireEvent.click(screen.getByRole('button', { name: /^Quy tắc/ }))
  await waitFor(() => expect(app.router.state.location.search).toMatchObject({ sort: 'TITLE' }))
  await waitFor(() => expect(rowKeys()).toHaveLength(100))
})

test('a rule is not enabled while its tests fail, and the failing case is shown', async () => {
  const { server } = await rule('c04-nhay-buoc')
  server.rules.texts.set('c04-nhay-buoc', { text: 'gte: 999', tests: 'cases:\n  - name: Phải báo\n    expect: 1\n  - name: Gần giống\n    expect: 0\n' })
  fireEvent.click(screen.getByTestId('rule-move-ENABLED'))
  fireEvent.change(await screen.findByTestId('rule-move-reason'), { target: { value: 'Đã rà soát' } })
  fireEvent.click(screen.getByTestId('rule-move-submit'))
  expect((await screen.findByTestId('rule-refusal')).textContent).toContain('Không bật được')
  expect(screen.getByTestId('test-result').textContent).toContain('Đạt 1 trên 2')
  expect(server.rules.rules.find(({ id }) => id === 'c04-nhay-buoc')?.state).toBe('TESTED')
})

test('retiring needs a reason and sends the revision that was shown', async () => {
  const { server } = await rule('a07-ngoai-gio')
  fireEvent.click(screen.getByTestId('rule-move-RETIRED'))
  fireEvent.click(await screen.findByTestId('rule-move-submit'))
  await screen.findByText('Không được để trống')
  fireEvent.change(screen.getByTestId('rule-move-reason'), { target: { value: 'Quá ồn' } })
  fireEvent.click(screen.getByTestId('rule-move-submit'))
  await screen.findByTestId('rule-move-ENABLED')
  expect(server.state.requests.at(-1)?.body).toEqual({ to: 'RETIRED', reason: 'Quá ồn', expectedRevision: 3 })
})

test('what is wrong in the text is marked at its line, and a corrected text is saved as a new version', async () => {
  const { server } = await rule('a01-do-mat-khau-thanh-cong?tab=text')
  const editor = await screen.findByTestId<HTMLTextAreaElement>('rule-editor')
  const before = editor.value
  fireEvent.change(editor, { target: { value: BAD } })
  const problems = await screen.findByTestId('rule-editor-problems')
  expect(problems.textContent).toContain('dòng 4, cột 15')
  fireEvent.change(editor, { target: { value: `${before}# rõ hơn\n` } })
  await screen.findByTestId('text-right')
  fireEvent.change(screen.getByTestId('version-note'), { target: { value: 'Thêm ghi chú' } })
  fireEvent.click(screen.getByTestId('version-save'))
  await waitFor(() => expect(server.rules.rules[0]?.current).toBe(4))
  expect(server.state.requests.at(-1)?.body).toMatchObject({ note: 'Thêm ghi chú', expectedRevision: 3 })
})

test('tests run on the text as it stands, saved or not', async () => {
  await rule('a01-do-mat-khau-thanh-cong?tab=text')
  const editor = await screen.findByTestId<HTMLTextAreaElement>('rule-editor')
  fireEvent.click(screen.getByTestId('rule-test-run'))
  expect((await screen.findByTestId('test-result')).dataset.passed).toBe('true')
  fireEvent.change(editor, { target: { value: editor.value.replace('gte: 10', 'gte: 999') } })
  fireEvent.click(screen.getByTestId('rule-test-run'))
  await waitFor(() => expect(screen.getByTestId('test-result').dataset.passed).toBe('false'))
})

test('two versions are compared and an old one comes back as a new draft', async () => {
  const { server } = await rule('a01-do-mat-khau-thanh-cong?tab=versions&version=2&other=1')
  expect((await screen.findByTestId('version-diff')).textContent).toContain('group-by: [user.name, source.ip]')
  fireEvent.click(screen.getByTestId('version-restore'))
  fireEvent.change(await screen.findByTestId('restore-note'), { target: { value: 'Bản 3 báo sót' } })
  fireEvent.click(screen.getByTestId('restore-submit'))
  await waitFor(() => expect(server.state.requests.at(-1)?.body).toEqual({ number: 2, note: 'Bản 3 báo sót', expectedRevision: 3 }))
})

test('an exemption is approved by another person, never by its author', async () => {
  const { server } = renderApp('/rules?tab=exemptions', { account: 'lan.nt' })
  await waitForRows('exemption-table')
  server.rules.exemptions.push({ ...(server.rules.exemptions[0] as (typeof server.rules.exemptions)[0]), id: 'ex-own', author: 'lan.nt' })
  fireEvent.click(screen.getByTestId('exemption-approve-ex-3'))
  await waitFor(() => expect(server.rules.exemptions.find(({ id }) => id === 'ex-3')).toMatchObject({ status: 'IN_FORCE', approver: 'lan.nt' }))
  await screen.findByTestId('exemption-revoke-ex-own')
  expect(screen.queryByTestId('exemption-approve-ex-own')).toBeNull()
})

test('what an exemption hid is listed', async () => {
  renderApp('/rules?tab=exemptions')
  await waitForRows('exemption-table')
  fireEvent.click(screen.getByTestId('exemption-hidden-ex-2'))
  expect((await screen.findByTestId('hidden-events')).textContent).toContain('ev-al-0000-0')
})

test('a back-test shows its progress, then days, values and samples', async () => {
  const { server } = await rule('a07-ngoai-gio?tab=backtest')
  fireEvent.click(await screen.findByTestId('backtest-start'))
  await screen.findByTestId('backtest-cancel')
  await waitFor(() => expect(screen.getByTestId('backtest-result').dataset.state).toBe('DONE'))
  for (const part of ['backtest-days', 'backtest-top', 'backtest-samples']) screen.getByTestId(part)
  expect(server.state.requests[0]?.body).toMatchObject({ ruleId: 'a07-ngoai-gio' })
})

test('a version that does not run yet is tried by its text', async () => {
  const { server } = await rule('a01-do-mat-khau-thanh-cong?tab=backtest')
  fireEvent.click(await screen.findByTestId('backtest-start'))
  await screen.findByTestId('backtest-result')
  expect(String(server.state.requests[0]?.body.text)).toContain('gte: 10')
})

test('the matrix counts only what can fire, and opens the rules of a technique', async () => {
  renderApp('/rules?tab=coverage')
  const grid = await screen.findByTestId('coverage-grid')
  expect(within(grid).getByTestId('technique-initial-access-T1190').dataset.cover).toBe('blind')
  fireEvent.click(within(grid).getByTestId('technique-credential-access-T1110'))
  const panel = await screen.findByTestId('technique-panel')
  await waitFor(() => expect(panel.textContent).toContain('Đăng nhập thành công sau nhiều lần sai mật khẩu'))
})

test('an open gap is filled on demand', async () => {
  const { server } = renderApp('/rules?tab=gaps')
  await waitForRows('gap-table')
  fireEvent.click(screen.getByTestId('gap-fill-9f1c000000000001'))
  await waitFor(() => expect(server.rules.gaps[0]?.state).toBe('FILLING'))
  expect(screen.getByTestId('canary').textContent).toContain('sống')
  expect(screen.getByTestId('canary').textContent).toContain('nút node-2: không còn gửi')
})

test('an auditor reads everything and is offered no change', async () => {
  await rule('a07-ngoai-gio?tab=text', 'thanh-tra')
  expect((await screen.findByTestId<HTMLTextAreaElement>('rule-editor')).readOnly).toBe(true)
  for (const change of ['rule-move-RETIRED', 'rule-test-run', 'version-save']) expect(screen.queryByTestId(change)).toBeNull()
})
