import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api'
import type { Flow, FlowEdge } from './flow'

export const BOX = { width: 190, height: 46 }
const GAP = 16
const MOST_SPREAD = 4

export type Point = { x: number; y: number }
/** Midpoints of the boxes by step, and the bends of each edge, from the upper left corner. */
export type Placed = { boxes: ReadonlyMap<string, Point>; lines: { edge: FlowEdge; points: Point[] }[]; width: number; height: number }

/** As the playbook's layout extension says when it places every step; else laid out from top to bottom. */
export async function layOut(flow: Flow): Promise<Placed> {
  return byExtension(flow) ?? (await byLibrary(flow))
}

/** Straight lines first: who reads a playbook follows the way on from box to box. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.padding': '[top=14,left=14,bottom=14,right=14]',
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '9',
  'elk.spacing.componentComponent': '44',
  'elk.layered.spacing.nodeNodeBetweenLayers': '32',
  'elk.layered.spacing.edgeNodeBetweenLayers': '13',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '9',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
}

async function byLibrary(flow: Flow): Promise<Placed> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js')
  const drawn = await new Elk().layout({
    id: 'workflow',
    layoutOptions: OPTIONS,
    children: flow.steps.map(({ id }) => ({ id, ...BOX })),
    edges: flow.edges.map(({ from, to }, index) => ({ id: String(index), sources: [from], targets: [to] })),
  })
  const boxes = new Map((drawn.children ?? []).map((box) => [box.id, middle(box)]))
  const bends = new Map((drawn.edges ?? []).map((edge) => [edge.id, pointsOf(edge)]))
  const lines = flow.edges.map((edge, index) => ({ edge, points: bends.get(String(index)) ?? [] }))
  return { boxes, lines, ...size([...boxes.values()], lines.flatMap(({ points }) => points)) }
}

const middle = ({ x = 0, y = 0 }: ElkNode): Point => ({ x: x + BOX.width / 2, y: y + BOX.height / 2 })

const pointsOf = ({ sections = [] }: ElkExtendedEdge): Point[] => sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])

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
