import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { setLanguage } from '@/lib/i18n'
import { PIPELINE } from '@/testing/fake-server/operations'
import { PipelineStrip } from './pipeline-strip'

test('what waits is bytes of the journal, or records of Kafka, in both languages', async () => {
  const { rerender } = render(<PipelineStrip health={PIPELINE} />)
  expect(screen.getByTestId('pipeline').textContent).toContain('Đang chờ xử lý')
  expect(screen.getByTestId('pipeline').textContent).toContain('KB')

  const kafka = { ...PIPELINE, journal: { ...PIPELINE.journal, bytes: 0, limit: 0, lag: 12_345, lagUnit: 'LOGS' as const } }
  rerender(<PipelineStrip health={kafka} />)
  expect(screen.getByTestId('pipeline').textContent).toContain('Đang chờ trong Kafka12.345 bản ghi')
  await setLanguage('en')
  rerender(<PipelineStrip health={{ ...kafka }} />)
  expect(screen.getByTestId('pipeline').textContent).toContain('Waiting in Kafka')
  expect(screen.getByTestId('pipeline').textContent).toContain('records')
  await setLanguage('vi')
})
