import { Graph, layout } from '@dagrejs/dagre'
import type { Flow, FlowEdge } from './flow'

export const BOX = { width: 190, height: 46 }
const GAP = 16
const MOST_SPREAD = 4

type Point = { x: number; y: number }
/** Midpoints of the boxes by step, and the bends of each edge, from the upper left corner. */
export type Placed = { boxes: ReadonlyMap<string, Point>; lines: { edge: FlowEdge; points: Point[] }[]; width: number; height: number }

/** As the playbook's layout extension says when it places every step; else laid out from top to bottom. */
export function layOut(flow: Flow): Placed {
  return byExtension(flow) ?? byLibrary(flow)
}

function byLibrary(flow: Flow): Placed {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 22, ranksep: 34, marginx: 14, marginy: 14 })
  for (const { id } of flow.steps) graph.setNode(id, { ...BOX })
  flow.edges.forEach(({ from, to }, index) => graph.setEdge(from, to, {}, String(index)))
  layout(graph)
  const boxes = new Map(flow.steps.map(({ id }) => [id, pointOf(graph.node(id))]))
  const ranks = new Set([...boxes.values()].map(({ y }) => Math.round(y)))
  const lines = flow.edges.map((edge, index) => {
    const points = ((graph.edge(edge.from, edge.to, String(index)) as { points?: Point[] }).points ?? []).map(pointOf)
    return { edge, points: squared(boxes.get(edge.from), boxes.get(edge.to), points, ranks) }
  })
  return { boxes, lines, ...size([...boxes.values()], lines.flatMap(({ points }) => points)) }
}

const pointOf = (at: { x?: number; y?: number }): Point => ({ x: at.x ?? 0, y: at.y ?? 0 })

/** Downward lines leave below and arrive above, and go sideways only between the rows, so that they cross no box. */
function squared(from: Point | undefined, to: Point | undefined, points: Point[], ranks: ReadonlySet<number>): Point[] {
  if (!from || !to || to.y <= from.y) return points
  const path = [{ x: from.x, y: from.y + BOX.height / 2 }, ...points.slice(1, -1), { x: to.x, y: to.y - BOX.height / 2 }]
  const inRow = ({ y }: Point) => ranks.has(Math.round(y))
  return path.flatMap((at, index) => {
    const before = path[index - 1]
    if (!before || before.x === at.x) return [at]
    const leaves = index === 1 || inRow(before)
    const level = !leaves ? before.y : index === path.length - 1 || inRow(at) ? (before.y + at.y) / 2 : at.y
    return [{ x: before.x, y: level }, { x: at.x, y: level }, at]
  })
}

function byExtension(flow: Flow): Placed | null {
  const places = flow.steps.flatMap(({ place }) => place ?? [])
  if (places.length === 0 || places.length < flow.steps.length) return null
  const spread = { x: spreading(places, 'x', 'y', BOX.width, BOX.height), y: spreading(places, 'y', 'x', BOX.height, BOX.width) }
  if (spread.x > MOST_SPREAD || spread.y > MOST_SPREAD) return null
  const left = Math.min(...places.map(({ x }) => x))
  const top = Math.min(...places.map(({ y }) => y))
  const boxes = new Map(flow.steps.map(({ id, place }) => [id, { x: ((place?.x ?? 0) - left) * spread.x + BOX.width / 2 + 14, y: ((place?.y ?? 0) - top) * spread.y + BOX.height / 2 + 14 }]))
  const lines = flow.edges.map((edge) => ({ edge, points: straight(boxes.get(edge.from), boxes.get(edge.to)) }))
  return { boxes, lines, ...size([...boxes.values()], []) }
}

/** How far coordinates meant for smaller boxes are drawn apart; beyond all bounds when two steps share a place. */
function spreading(places: Point[], along: 'x' | 'y', across: 'x' | 'y', length: number, thickness: number): number {
  let most = 1
  for (const a of places) {
    for (const b of places) {
      if (a === b || Math.abs(a[across] - b[across]) >= thickness || Math.abs(a[along] - b[along]) < Math.abs(a[across] - b[across])) continue
      most = Math.max(most, (length + GAP) / Math.abs(a[along] - b[along]))
    }
  }
  return most
}

/** From the side of one box that looks at the other to the side that looks back. */
function straight(from: Point | undefined, to: Point | undefined): Point[] {
  if (!from || !to) return []
  const sideways = Math.abs(to.x - from.x) > Math.abs(to.y - from.y)
  const sign = sideways ? Math.sign(to.x - from.x) : Math.sign(to.y - from.y)
  const half = sideways ? { x: (sign * BOX.width) / 2, y: 0 } : { x: 0, y: (sign * BOX.height) / 2 }
  return [{ x: from.x + half.x, y: from.y + half.y }, { x: to.x - half.x, y: to.y - half.y }]
}

function size(middles: Point[], bends: Point[]): { width: number; height: number } {
  return {
    width: Math.max(0, ...middles.map(({ x }) => x + BOX.width / 2), ...bends.map(({ x }) => x)) + 14,
    height: Math.max(0, ...middles.map(({ y }) => y + BOX.height / 2), ...bends.map(({ y }) => y)) + 14,
  }
}
