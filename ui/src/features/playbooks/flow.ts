import type { JsonValue } from '@/lib/api-types'

export type Way = 'next' | 'success' | 'failure' | 'true' | 'false' | 'branch' | 'case' | 'back'
export type FlowStep = { id: string; type: string; name: string; agent: string; destructive: boolean; approval: boolean; place: { x: number; y: number } | null }
export type FlowEdge = { from: string; to: string; way: Way; label: string }
/** The steps in the order a reader meets them, from the start on. */
export type Flow = { start: string; steps: FlowStep[]; edges: FlowEdge[] }

type Json = { [key: string]: JsonValue }
const LAYOUT = 'extension-definition--418ee24c-9cb1-46d9-afa5-309e01aabc7f'
const WAYS: [property: string, way: Way][] = [
  ['on_completion', 'next'], ['on_success', 'success'], ['on_failure', 'failure'], ['on_true', 'true'], ['on_false', 'false'],
]

const object = (value: JsonValue | undefined): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})
const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '')

/** The step a pointer names; a list of one, as other programs write it, means the same. */
const link = (value: JsonValue | undefined): string => text(Array.isArray(value) && value.length === 1 ? value[0] : value)

/** Reads the workflow of a CACAO playbook; whatever is not as the standard says is left out, never thrown. */
export function readFlow(cacao: JsonValue): Flow {
  const playbook = object(cacao)
  const workflow = object(playbook.workflow)
  const agents = object(playbook.agent_definitions)
  const steps = new Map(Object.entries(workflow).map(([id, value]) => [id, stepOf(id, object(value), agents)]))
  const edges = Object.entries(workflow).flatMap(([id, value]) => edgesOf(id, object(value)).filter(({ to }) => steps.has(to)))
  const start = link(playbook.workflow_start)
  const order = reached(edges, [start, link(playbook.workflow_exception), ...steps.keys()].filter((id) => steps.has(id)))
  return { start, steps: order.flatMap((id) => steps.get(id) ?? []), edges }
}

function stepOf(id: string, step: Json, agents: Json): FlowStep {
  const type = text(step.type)
  const extensions = Object.values(object(step.step_extensions)).map(object)
  return {
    id, type, name: text(step.name), agent: text(object(agents[text(step.agent)]).name), place: placeOf(step),
    destructive: extensions.some((each) => each.destructive === true), approval: extensions.some((each) => Object.keys(object(each.approval)).length > 0),
  }
}

/** The midpoint by the layout extension of OASIS; null when the step has none. */
function placeOf(step: Json): { x: number; y: number } | null {
  const { x, y } = object(object(object(step.step_extensions)[LAYOUT]).coordinates)
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : null
}

function edgesOf(from: string, step: Json): FlowEdge[] {
  const edges: FlowEdge[] = WAYS.flatMap(([property, way]) => (link(step[property]) ? [{ from, to: link(step[property]), way, label: '' }] : []))
  if (Array.isArray(step.next_steps)) edges.push(...step.next_steps.map((to) => ({ from, to: text(to), way: 'branch' as const, label: '' })))
  edges.push(...Object.entries(object(step.cases)).map(([label, to]) => ({ from, to: link(to), way: 'case' as const, label })))
  for (const extension of Object.values(object(step.step_extensions)).map(object)) {
    if (text(extension.compensation)) edges.push({ from, to: text(extension.compensation), way: 'back', label: '' })
  }
  return edges
}

/** Every step once: what the first root leads to, near things first, then what only later roots lead to. */
function reached(edges: FlowEdge[], roots: string[]): string[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to])
  const seen = new Set<string>()
  for (const root of roots) {
    const waiting = [root]
    for (let at = 0; at < waiting.length; at++) {
      const id = waiting[at] ?? ''
      if (!seen.has(id)) {
        seen.add(id)
        waiting.push(...(next.get(id) ?? []))
      }
    }
  }
  return [...seen]
}

/** At most `most` steps: those nearest to `centre`, along the arrows and against them. */
export function around(flow: Flow, centre: string, most: number): Flow {
  if (flow.steps.length <= most) return flow
  const beside = new Map<string, string[]>()
  const add = (a: string, b: string) => beside.set(a, [...(beside.get(a) ?? []), b])
  for (const { from, to } of flow.edges) {
    add(from, to)
    add(to, from)
  }
  const kept = new Set([flow.steps.some(({ id }) => id === centre) ? centre : flow.start])
  for (const id of kept) {
    for (const other of beside.get(id) ?? []) if (kept.size < most) kept.add(other)
  }
  return { ...flow, steps: flow.steps.filter(({ id }) => kept.has(id)), edges: flow.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)) }
}
