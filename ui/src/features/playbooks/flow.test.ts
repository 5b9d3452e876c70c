import { expect, test } from 'vitest'
import type { JsonValue } from '@/lib/api-types'
import { around, readFlow } from './flow'
import { drawNow } from './layout'
import { layOut } from './library-layout'

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

test('a list of one step is that step', () => {
  const flow = readFlow({
    workflow_start: ['start'],
    workflow: { start: { type: 'start', on_completion: ['sw'] }, sw: { type: 'switch-condition', cases: { a: ['end'], b: ['end', 'start'] } }, end: { type: 'end' } },
  })
  expect(flow.start).toBe('start')
  expect(flow.edges).toEqual([{ from: 'start', to: 'sw', way: 'next', label: '' }, { from: 'sw', to: 'end', way: 'case', label: 'a' }])
})

test('is not upset by what is no playbook', () => {
  for (const junk of [null, [], 'x', { workflow: [] }, { workflow: { a: 3 } }] as JsonValue[]) expect(() => readFlow(junk)).not.toThrow()
})

test('ten thousand steps are cut to those around the one that is looked at', () => {
  const flow = readFlow(chain(10_000))
  expect(flow.steps).toHaveLength(10_000)
  const shown = around(flow, 's5000', 60)
  expect(shown.steps).toHaveLength(60)
  expect(shown.steps.map(({ id }) => id)).toContain('s5010')
  expect(shown.edges).toHaveLength(59)
  expect(drawNow(shown).placed.boxes.size).toBe(60)
})

test('the layout extension decides where steps stand, spread until no box hides another', () => {
  const { placed: { boxes }, asWritten } = drawNow(readFlow({
    workflow_start: 'a',
    workflow: { a: { type: 'start', on_completion: 'b', step_extensions: placed(100, 50) }, b: { type: 'action', on_completion: 'c', step_extensions: placed(180, 50) }, c: { type: 'end', step_extensions: placed(180, 90) } },
  }))
  expect(asWritten).toBe(true)
  const [a, b, c] = ['a', 'b', 'c'].map((id) => boxes.get(id) ?? { x: 0, y: 0 })
  expect(a?.y).toBe(b?.y)
  expect(b?.x).toBe(c?.x)
  expect((b?.x ?? 0) - (a?.x ?? 0)).toBeGreaterThanOrEqual(190)
  expect((c?.y ?? 0) - (b?.y ?? 0)).toBeGreaterThanOrEqual(46)
})

test('without places every step stands below what leads to it, at once and whatever leads back', () => {
  const { placed: { boxes, width }, asWritten } = drawNow(readFlow({
    workflow_start: 'a',
    workflow: { a: { type: 'start', on_completion: 'w' }, w: { type: 'while-condition', on_true: 'b', on_completion: 'e' }, b: { type: 'action', on_completion: 'w' }, p: { type: 'action' }, e: { type: 'end' } },
  }))
  expect(asWritten).toBe(false)
  expect((boxes.get('w')?.y ?? 0)).toBeGreaterThan(boxes.get('a')?.y ?? 0)
  expect((boxes.get('b')?.y ?? 0)).toBeGreaterThan(boxes.get('w')?.y ?? 0)
  expect(new Set([...boxes.values()].map(({ x, y }) => `${x} ${y}`)).size, 'no box hides another').toBe(5)
  expect(width).toBeGreaterThan(0)
})

test('the library lays the steps out', async () => {
  // The library has a worker that is none, for places without workers; its types do not say so.
  const { Worker: InThisThread } = (await import('elkjs/lib/elk-worker.js')) as unknown as { Worker: new (url: string) => Worker }
  const inThisThread = () => Object.assign(new InThisThread(''), { terminate: () => undefined })
  const placed = await layOut(readFlow(chain(5)), 30_000, inThisThread).placed
  expect(placed?.boxes.size).toBe(5)
  expect(placed?.lines.every(({ points }) => points.length >= 2)).toBe(true)
})

test('a library that takes too long, fails to start or is stopped gives nothing and leaves no worker behind', async () => {
  let ended = 0
  const silent = () => ({ postMessage: () => undefined, terminate: () => { ended++ } }) as unknown as Worker
  expect(await layOut(readFlow(chain(5)), 10, silent).placed).toBeNull()
  const stopped = layOut(readFlow(chain(5)), 60_000, silent)
  stopped.stop()
  expect(await stopped.placed).toBeNull()
  expect(ended).toBe(2)
  const refused = () => { throw new Error('no workers here') }
  expect(await layOut(readFlow(chain(5)), 60_000, refused).placed).toBeNull()
})
