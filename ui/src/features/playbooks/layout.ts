import type { Flow, FlowEdge } from './flow'

export const BOX = { width: 190, height: 46 }
const GAP = 16
const EDGE = 14
const MOST_SPREAD = 4

export type Point = { x: number; y: number }
/** Midpoints of the boxes by step, and the bends of each edge, from the upper left corner. */
export type Placed = { boxes: ReadonlyMap<string, Point>; lines: { edge: FlowEdge; points: Point[] }[]; width: number; height: number }

/** A drawing that is there at once: as the layout extension places the steps, else in plain rows. */
export function drawNow(flow: Flow): { placed: Placed; asWritten: boolean } {
  const written = byExtension(flow)
  return { placed: written ?? inRows(flow), asWritten: written !== null }
}

/** Every step in a row below all that lead to it; lines may cross boxes. */
function inRows(flow: Flow): Placed {
  const rows: string[][] = []
  for (const [id, row] of rowsOf(flow)) (rows[row] ??= []).push(id)
  const widest = Math.max(1, ...rows.map((row) => row.length)) * (BOX.width + GAP) - GAP
  const boxes = new Map<string, Point>()
  rows.forEach((row, at) => {
    const left = (widest - (row.length * (BOX.width + GAP) - GAP)) / 2
    row.forEach((id, place) => boxes.set(id, { x: EDGE + left + place * (BOX.width + GAP) + BOX.width / 2, y: EDGE + at * (BOX.height + 2 * GAP) + BOX.height / 2 }))
  })
  const lines = flow.edges.map((edge) => ({ edge, points: straight(boxes.get(edge.from), boxes.get(edge.to)) }))
  return { boxes, lines, ...size([...boxes.values()], []) }
}

/** The longest way from a step that nothing leads to; an arrow back to where one comes from counts for nothing. */
function rowsOf(flow: Flow): Map<string, number> {
  const next = new Map<string, string[]>()
  for (const { from, to } of flow.edges) next.set(from, [...(next.get(from) ?? []), to])
  const rows = new Map<string, number>()
  const onWay = new Set<string>()
  const below = new Map<string, number>()
  const height = (id: string): number => {
    const known = below.get(id)
    if (known !== undefined) return known
    onWay.add(id)
    const most = Math.max(0, ...(next.get(id) ?? []).filter((to) => !onWay.has(to)).map((to) => 1 + height(to)))
    onWay.delete(id)
    below.set(id, most)
    return most
  }
  const all = Math.max(0, ...flow.steps.map(({ id }) => height(id)))
  for (const { id } of flow.steps) rows.set(id, all - height(id))
  return rows
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

export function size(middles: Point[], bends: Point[]): { width: number; height: number } {
  return {
    width: Math.max(0, ...middles.map(({ x }) => x + BOX.width / 2), ...bends.map(({ x }) => x)) + 14,
    height: Math.max(0, ...middles.map(({ y }) => y + BOX.height / 2), ...bends.map(({ y }) => y)) + 14,
  }
}
