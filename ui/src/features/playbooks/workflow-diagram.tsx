import type { TFunction } from 'i18next'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { STEP_TONE } from '@/components/ui/states'
import type { StepState } from '@/lib/api-types'
import { around, type Flow, type FlowEdge, type FlowStep } from './flow'
import { BOX, drawNow, type Placed, type Point } from './layout'

/** More than this are not drawn at once: laying out more holds the page up, and nobody reads it. */
const MOST = 120
const LINE = 24
const WORD_BELOW = 15

type Props = { flow: Flow; states?: ReadonlyMap<string, StepState>; chosen: string | null; onChoose: (id: string) => void }

/** The workflow as boxes and arrows. The list of steps beside it says the same in words. */
export function WorkflowDiagram({ flow, states, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const centre = chosen ?? flow.start
  const cut = flow.steps.length > MOST
  // A whole diagram stays as it is while one walks through it; a cut one follows the step that is looked at.
  const wanted = useMemo(() => around(flow, cut ? centre : flow.start, MOST), [flow, cut, centre])
  const { flow: shown, placed, by } = useDrawing(wanted)
  const at = shown.steps.some(({ id }) => id === centre) ? centre : shown.start
  const press = (event: KeyboardEvent) => {
    const next = event.key === 'Enter' || event.key === ' ' ? at : stepTo(shown, at, event.key)
    if (!next || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    onChoose(next)
  }
  return (
    <div className="diagram" data-testid="diagram" data-drawing={by}>
      {cut && <p className="diagram-cut" data-testid="diagram-cut">{t('diagram.cut', { shown: shown.steps.length, all: flow.steps.length, name: nameOf(flow, at) })}</p>}
      {by === 'nobody' && <p className="diagram-cut" role="status" data-testid="diagram-plain">{t('diagram.plain')}</p>}
      <div className="diagram-scroll">
        <svg width={placed.width} height={placed.height} role="group" aria-label={t('diagram.label', { count: shown.steps.length })}>
          <Arrowhead />
          {placed.lines.map(({ edge, points }) => <Line key={keyOf(edge)} edge={edge} points={points} />)}
          {shown.steps.map((step) => <Box key={step.id} step={step} placed={placed} state={states?.get(step.id)} chosen={step.id === at} follow={step.id === chosen || (chosen === null && step.id === at)} onChoose={onChoose} onPress={press} />)}
          {placed.lines.map(({ edge, points }) => <Word key={keyOf(edge)} points={points} word={wordOf(edge, t)} />)}
        </svg>
      </div>
    </div>
  )
}

/**
 * `author`: as the file places the steps. `library`: as it laid them out. `rows`: plainly, while it works.
 * `nobody`: plainly, for the library could not, or not in time.
 */
type Drawing = { flow: Flow; placed: Placed; by: 'author' | 'library' | 'rows' | 'nobody' }

/** Drawn plainly at once; what the library laid out takes its place, and stays until the next one is there. */
function useDrawing(flow: Flow): Drawing {
  const now = useMemo(() => drawNow(flow), [flow])
  const [laidOut, setLaidOut] = useState<{ flow: Flow; placed: Placed } | null>(null)
  const [tried, setTried] = useState<Flow | null>(null)
  useEffect(() => {
    if (now.asWritten) return undefined
    let stop = (): void => undefined
    let wanted = true
    void import('./library-layout').then(async ({ layOut }) => {
      if (!wanted) return
      const layout = layOut(flow)
      stop = layout.stop
      const placed = await layout.placed
      if (!wanted) return
      if (placed) setLaidOut({ flow, placed })
      setTried(flow)
    })
    return () => {
      wanted = false
      stop()
    }
  }, [flow, now])
  if (now.asWritten) return { flow, placed: now.placed, by: 'author' }
  if (laidOut && (laidOut.flow === flow || tried !== flow)) return { ...laidOut, by: 'library' }
  return { flow, placed: now.placed, by: tried === flow ? 'nobody' : 'rows' }
}

const nameOf = (flow: Flow, id: string) => flow.steps.find((step) => step.id === id)?.name || id

/** Along an arrow with down or right, against one with up or left. */
function stepTo(flow: Flow, at: string, key: string): string | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight': {
      const next = flow.edges.filter(({ from }) => from === at)
      return (key === 'ArrowRight' ? next.at(-1) : next[0])?.to
    }
    case 'ArrowUp':
    case 'ArrowLeft':
      return flow.edges.find(({ to }) => to === at)?.from
    case 'Home':
      return flow.start
    default:
      return undefined
  }
}

function Arrowhead() {
  return <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" className="arrow" /></marker></defs>
}

/** What is said beside a line. */
function wordOf(edge: FlowEdge, t: TFunction): string {
  if (edge.way === 'next' || edge.way === 'branch') return ''
  return edge.way === 'case' ? edge.label : t(`diagram.way.${edge.way}`)
}

/** Where the word of a line stands: never on its arrowhead, and above the boxes that a long way down passes. */
function wordPlace(points: Point[]): Point | undefined {
  const [from, to] = points
  if (!from || !to || points.length !== 2) return points[Math.floor(points.length / 2)]
  const down = Math.abs(to.y - from.y) > Math.abs(to.x - from.x)
  const share = down ? Math.min(0.5, WORD_BELOW / Math.abs(to.y - from.y)) : 0.5
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share + 6 }
}

const keyOf = ({ from, way, label, to }: FlowEdge) => `${from}${way}${label}${to}`

function Line({ edge, points }: { edge: FlowEdge; points: Point[] }) {
  return <path aria-hidden="true" d={points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${Math.round(x)} ${Math.round(y)}`).join('')} className={`line line-${edge.way}`} markerEnd="url(#arrow)" />
}

/** Drawn after every line and box, so that none covers it. */
function Word({ points, word }: { points: Point[]; word: string }) {
  const middle = wordPlace(points)
  return word && middle ? <text aria-hidden="true" x={middle.x} y={middle.y - 3} className="line-word">{word}</text> : null
}

type BoxProps = { step: FlowStep; placed: Placed; state: StepState | undefined; chosen: boolean; follow: boolean; onChoose: (id: string) => void; onPress: (event: KeyboardEvent) => void }

function Box({ step, placed, state, chosen, follow, onChoose, onPress }: BoxProps) {
  const { t } = useTranslation()
  const element = useRef<SVGGElement>(null)
  const middle = placed.boxes.get(step.id) ?? { x: 0, y: 0 }
  const type = t(`diagram.type.${step.type}`, { defaultValue: step.type })
  const name = step.name || type
  const marks = [step.approval && t('diagram.approval'), step.destructive && t('diagram.destructive')].filter(Boolean).join(' · ')
  const below = state ? t(`stepState.${state}`) : short(marks || (name === type ? '' : type))
  useEffect(() => {
    if (!follow) return
    element.current?.scrollIntoView?.({ block: 'nearest', inline: 'center' })
    if (element.current?.ownerSVGElement?.contains(document.activeElement)) element.current.focus()
  }, [follow])
  return (
    <g
      ref={element} className={`box tone-${state ? STEP_TONE[state] : 'plain'}`} role="button" tabIndex={chosen ? 0 : -1} aria-pressed={chosen} data-step={step.id} data-state={state} data-chosen={chosen} data-round={step.type === 'start' || step.type === 'end'}
      aria-label={[type, name === type ? '' : name, state && t(`stepState.${state}`), marks].filter(Boolean).join(', ')} transform={`translate(${Math.round(middle.x - BOX.width / 2)} ${Math.round(middle.y - BOX.height / 2)})`}
      onClick={() => onChoose(step.id)} onKeyDown={onPress}
    >
      <title>{[name, type, step.agent, state && t(`stepState.${state}`), marks].filter(Boolean).join(' · ')}</title>
      <rect width={BOX.width} height={BOX.height} rx={step.type === 'start' || step.type === 'end' ? BOX.height / 2 : 6} />
      <text x={BOX.width / 2} y={below ? 19 : 28} className="box-name">{short(name)}</text>
      {below && <text x={BOX.width / 2} y={36} className="box-type">{below}</text>}
      {(step.approval || step.destructive) && <text x={BOX.width - 9} y={14} className={step.destructive ? 'box-mark box-danger' : 'box-mark'} aria-hidden="true">{step.destructive ? '⚠' : '✓'}</text>}
    </g>
  )
}

const short = (text: string) => (text.length > LINE + 1 ? `${text.slice(0, LINE)}…` : text)
