import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { FakeEventSource, renderApp } from '@/testing/render-app'

test('a plan shows its targets, what was read again, what upkeep would do, and what waits for a second person', async () => {
  renderApp('/backups')
  const card = await screen.findByTestId('plan-ho-so-mot-cua')
  expect(card.textContent).toContain('đã đọc lại 64% trong 30 ngày')
  expect(card.textContent).toContain('sẽ xóa 3, giữ 21')
  expect(card.textContent).toContain('3 bản · 2 loại · 1 tách rời')
  const waiting = await screen.findByTestId('approvals')
  expect(waiting.textContent).toContain('bỏ nơi lưu /srv/kho-2')
  expect(screen.getByTestId('approval-ap-3').textContent).toContain('cần người khác duyệt')
  expect(screen.queryByTestId('approve-ap-3')).toBeNull()
  expect(screen.queryByTestId('approval-ap-4')).toBeNull()
})

test('a run that failed says when it is tried again', async () => {
  renderApp('/backups')
  const card = await screen.findByTestId('plan-csdl-lgsp')
  expect(card.textContent).toContain('Sao lưu: chưa thành; thử lại (lần 1/2) lúc')
  expect(screen.getAllByTestId('put-off-BACKUP')).toHaveLength(1)
})

test('how far a backup is moves while it runs and goes when it ends', async () => {
  renderApp('/backups')
  await screen.findByTestId('plan-ho-so-mot-cua')
  const stream = FakeEventSource.opened.find(({ url }) => url === '/api/backups/stream')
  act(() => stream?.say('backup', { plan: 'ho-so-mot-cua', duty: 'BACKUP', target: 'Kho tại chỗ', files: 120, bytes: 5_000_000, share: 0.42, rate: 1_000_000, secondsLeft: 7 }))
  expect((await screen.findByTestId('running')).textContent).toContain('42%')
  act(() => stream?.say('backup', { plan: 'ho-so-mot-cua', duty: '', target: '', files: 0, bytes: 0, share: 0, rate: 0, secondsLeft: -1 }))
  await waitFor(() => expect(screen.queryByTestId('running')).toBeNull())
})

test('a drill shows the register at the backup, restored and live, and what is odd about it', async () => {
  renderApp('/backups?tab=drills')
  fireEvent.click((await screen.findAllByText('Hồ sơ một cửa và tệp đính kèm'))[0] as HTMLElement)
  const register = await screen.findByTestId('drill-register')
  expect(register.textContent).toContain('4.012 lúc sao lưu · 4.012 trong bản khôi phục · 4.007 ở sổ đang dùng')
  expect(register.textContent).toContain('ít hơn lúc sao lưu')
})

test('the page of a plan lists runs and snapshots, and asks a second person for a deletion', async () => {
  renderApp('/backups/ho-so-mot-cua')
  await screen.findByTestId('run-table')
  await screen.findByTestId('snapshot-table')
  expect(screen.getByText('đã diễn tập đạt')).toBeTruthy()
  expect((await screen.findByTestId('snapshot-table')).textContent?.match(/Chưa đủ/g)).toHaveLength(1)
  fireEvent.click(screen.getAllByTestId(/^forget-/)[0] as HTMLElement)
  fireEvent.change(await screen.findByTestId('forget-reason'), { target: { value: 'bản thử' } })
  fireEvent.click(screen.getByTestId('forget-submit'))
  await waitFor(() => expect(screen.queryByTestId('forget-reason')).toBeNull())
})

test('a clean point that lacks files says so before it is restored', async () => {
  renderApp('/incidents/SC-2026-004?tab=recovery')
  expect((await screen.findByTestId('recovery-ho-so-mot-cua')).textContent).toContain('CHƯA ĐẦY ĐỦ: lúc sao lưu có 2 tệp có vấn đề')
})
