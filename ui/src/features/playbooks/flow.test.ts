import { expect, test } from 'vitest'
import type { JsonValue } from '@/lib/api-types'
import { around, readFlow } from './flow'
import { layOut } from './layout'

const LAYOUT = 'extension-definition--418ee24c-9cb1-46d9-afa5-309e01aabc7f'
const placed = (x: number, y: number) => ({ [LAYOUT]: { type: 'layout', coordinates: { x, y } } })

function chain(steps: number): JsonValue {
  const workflow: { [key: string]: JsonValue } = {}
  for (let i = 0; i < steps; i++) workflow[`s${i}`] = { type: i === 0 ? 'start' : 'action', name: `Bước ${i}`, ...(i + 1 < steps ? { on_completion: `s${i + 1}` } : {}) }
  return { workflow_start: 's0', workflow }
}

test('reads every way from one step to another', () => {
  const flow = readFlow({
    workflow_start: 'start', agent_definitions: { a: { name: 'Công an tỉnh' } },
    workflow: {
      end: { type: 'end' },
      start: { type: 'start', on_completion: 'if' },
      if: { type: 'if-condition', on_true: 'act', on_false: 'end', on_completion: 'both' },
      act: { type: 'action', name: 'Cách ly máy', agent: 'a', on_success: 'end', on_failure: 'sw', step_extensions: { own: { destructive: true, approval: { count: 2 }, compensation: 'back' } } },
      both: { type: 'parallel', next_steps: ['end', 'missing'] },
      sw: { type: 'switch-condition', cases: { default: 'end' } },
      back: { type: 'action', on_completion: 'end' },
    },
  })
  expect(flow.steps[0]?.id).toBe('start')
  expect(flow.edges.map(({ way }) => way).toSorted()).toEqual(['back', 'branch', 'case', 'failure', 'false', 'next', 'next', 'next', 'success', 'true'])
  expect(flow.steps.find(({ id }) => id === 'act')).toMatchObject({ agent: 'Công an tỉnh', destructive: true, approval: true })
})

test('is not upset by what is no playbook', () => {
  for (const junk of [null, [], 'x', { workflow: [] }, { workflow: { a: 3 } }] as JsonValue[]) expect(() => readFlow(junk)).not.toThrow()
})

test('ten thousand steps are cut to those around the one that is looked at', async () => {
  const flow = readFlow(chain(10_000))
  expect(flow.steps).toHaveLength(10_000)
  const shown = around(flow, 's5000', 60)
  expect(shown.steps).toHaveLength(60)
  expect(shown.steps.map(({ id }) => id)).toContain('s5010')
  expect(shown.edges).toHaveLength(59)
  expect((await layOut(shown)).boxes.size).toBe(60)
})

test('the layout extension decides where steps stand, spread until no box hides another', async () => {
  const { boxes } = await layOut(readFlow({
    workflow_start: 'a',
    workflow: { a: { type: 'start', on_completion: 'b', step_extensions: placed(100, 50) }, b: { type: 'action', on_completion: 'c', step_extensions: placed(180, 50) }, c: { type: 'end', step_extensions: placed(180, 90) } },
  }))
  const [a, b, c] = ['a', 'b', 'c'].map((id) => boxes.get(id) ?? { x: 0, y: 0 })
  expect(a?.y).toBe(b?.y)
  expect(b?.x).toBe(c?.x)
  expect((b?.x ?? 0) - (a?.x ?? 0)).toBeGreaterThanOrEqual(190)
  expect((c?.y ?? 0) - (b?.y ?? 0)).toBeGreaterThanOrEqual(46)
})

test('without places the library lays the steps out', async () => {
  const { boxes, width } = await layOut(readFlow(chain(5)))
  expect(boxes.size).toBe(5)
  expect((boxes.get('s1')?.y ?? 0)).toBeGreaterThan(boxes.get('s0')?.y ?? 0)
  expect(width).toBeGreaterThan(0)
})
