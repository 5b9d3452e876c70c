import { useState } from 'react'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Pill } from '@/components/ui/pill'
import type { Flow, FlowStep } from './flow'

const PAGE = 200

/** The diagram in words: each step and where it leads. */
export function FlowList({ flow, chosen, onChoose }: { flow: Flow; chosen: string | null; onChoose: (id: string) => void }) {
  const { t } = useTranslation()
  const [most, setMost] = useState(PAGE)
  const names = new Map(flow.steps.map((step) => [step.id, step.name || t(`diagram.type.${step.type}`, { defaultValue: step.type })]))
  const ways = new Map<string, string[]>()
  for (const { from, to, way, label } of flow.edges) {
    const word = way === 'case' ? label : t(`diagram.way.${way}`)
    ways.set(from, [...(ways.get(from) ?? []), `${word}: ${names.get(to) ?? to}`])
  }
  return (
    <>
      <ol data-testid="flow-list">
        {flow.steps.slice(0, most).map((step, index) => <Row key={step.id} step={step} index={index} name={names.get(step.id) ?? ''} ways={ways.get(step.id) ?? []} chosen={step.id === chosen} onChoose={onChoose} />)}
      </ol>
      {flow.steps.length > most && <div className="row" style={{ justifyContent: 'center', padding: 12 }}><Button onClick={() => setMost(most + PAGE)}>{t('diagram.more', { count: flow.steps.length - most })}</Button></div>}
    </>
  )
}

function Row({ step, index, name, ways, chosen, onChoose }: { step: FlowStep; index: number; name: string; ways: string[]; chosen: boolean; onChoose: (id: string) => void }) {
  const { t } = useTranslation()
  return (
    <li className="step" data-row-key={step.id} data-chosen={chosen}>
      <span className="step-number">{index + 1}</span>
      <div className="stack-s">
        <button type="button" className="link-button strong" onClick={() => onChoose(step.id)}>{name}</button>
        <span className="faint">{[step.name === '' ? '' : t(`diagram.type.${step.type}`, { defaultValue: step.type }), step.agent].filter(Boolean).join(' · ')}</span>
        {ways.length > 0 && <span className="muted wrap-any">{ways.join(' · ')}</span>}
      </div>
      <span className="row-wrap">{step.approval && <Pill tone="now">{t('diagram.approval')}</Pill>}{step.destructive && <Pill tone="bad">{t('diagram.destructive')}</Pill>}</span>
    </li>
  )
}
