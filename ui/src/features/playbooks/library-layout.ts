import Elk, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk-api'
import workerUrl from 'elkjs/lib/elk-worker.min.js?url'
import type { Flow } from './flow'
import { BOX, size, type Placed, type Point } from './layout'

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

/** How long the library may think; a plain drawing stands there meanwhile, and stays if it takes longer. */
const DEADLINE_MS = 20_000

export type Layout = { placed: Promise<Placed | null>; stop: () => void }

/**
 * Lays a flow out in a worker, so that the page never stands still. Gives null after the deadline, when it was
 * stopped, or where there are no workers; whatever happens the worker ends.
 */
export function layOut(flow: Flow, deadline = DEADLINE_MS, begin: (url: string) => Worker = (url) => new Worker(url)): Layout {
  let end = (): void => undefined
  const placed = new Promise<Placed | null>((resolve) => {
    let elk: InstanceType<typeof Elk> | undefined
    const timer = setTimeout(() => end(), deadline)
    const settle = (found: Placed | null) => {
      clearTimeout(timer)
      elk?.terminateWorker()
      resolve(found)
    }
    end = () => settle(null)
    try {
      elk = new Elk({
        workerUrl,
        workerFactory: (url) => {
          const worker = begin(url ?? workerUrl)
          worker.addEventListener?.('error', end)
          return worker
        },
      })
      elk.layout(graphOf(flow)).then((drawn) => settle(placedBy(drawn, flow)), end)
    } catch {
      end()
    }
  })
  return { placed, stop: () => end() }
}

const graphOf = (flow: Flow): ElkNode => ({
  id: 'workflow',
  layoutOptions: OPTIONS,
  children: flow.steps.map(({ id }) => ({ id, ...BOX })),
  edges: flow.edges.map(({ from, to }, index) => ({ id: String(index), sources: [from], targets: [to] })),
})

function placedBy(drawn: ElkNode, flow: Flow): Placed {
  const boxes = new Map((drawn.children ?? []).map((box) => [box.id, middle(box)]))
  const bends = new Map((drawn.edges ?? []).map((edge) => [edge.id, pointsOf(edge)]))
  const lines = flow.edges.map((edge, index) => ({ edge, points: bends.get(String(index)) ?? [] }))
  return { boxes, lines, ...size([...boxes.values()], lines.flatMap(({ points }) => points)) }
}

const middle = ({ x = 0, y = 0 }: ElkNode): Point => ({ x: x + BOX.width / 2, y: y + BOX.height / 2 })

const pointsOf = ({ sections = [] }: ElkExtendedEdge): Point[] => sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])
