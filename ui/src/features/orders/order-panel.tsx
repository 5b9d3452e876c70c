import { CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Facts, Section } from '@/components/ui/page'
import { Pill } from '@/components/ui/pill'
import { SidePanel } from '@/components/ui/side-panel'
import { Countdown, Moment } from '@/components/ui/time'
import { TaskButtons } from '@/components/work/task-buttons'
import type { Evidence } from '@/lib/api-types'
import type { Order, OrderEvent } from '@/lib/order-types'
import { useCan } from '@/lib/session'
import { evidenceQuery, useProve, useTellProgress } from './api/orders'
import { LATENESS } from './order-columns'

export function OrderPanel({ order, takeFocus, onClose }: { order: Order; takeFocus: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { task } = order
  const open = order.lateness !== 'FINISHED'
  const asked = order.proofRequired || order.proof.length > 0
  const evidence = useQuery({ ...evidenceQuery(task.incidentId), enabled: asked }).data
  const nameOf = (id: string) => evidence?.find((file) => file.id === id)?.name ?? id
  return (
    <SidePanel
      label={task.title} testId="order-panel" takeFocus={takeFocus} foot={<TaskButtons task={task} />}
      head={<>
        <div className="row">
          <Pill tone={LATENESS[order.lateness]}>{t(`order.lateness.${order.lateness}`)}</Pill>
          {open && order.nextDeadline && <Countdown dueAt={order.nextDeadline} startsAt={task.createdAt} />}
          <span className="grow" />
          <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('action.closePanel')} onClick={onClose} />
        </div>
        <h2>{task.title}</h2>
        <Link to="/incidents/$id" params={{ id: task.incidentId }} search={{ tab: 'tasks' }}>{task.incidentId} · {task.incidentTitle}</Link>
      </>}
    >
      {order.why && <Section title={t('order.why')}><p className="wrap-any" style={{ whiteSpace: 'pre-wrap' }}>{order.why}</p></Section>}
      {task.instructions && task.instructions !== order.why && <Section title={t('task.instructions')}><p className="wrap-any" style={{ whiteSpace: 'pre-wrap' }}>{task.instructions}</p></Section>}
      {task.result && <Section title={t('task.result')}><Notice tone="ok">{task.result}</Notice></Section>}
      <Section title={t('order.history')} count={order.events.length}>
        {order.events.length === 0 && <p className="muted">{t('order.noHistory')}</p>}
        <ol className="history">
          {order.events.map((event) => (
            <li key={`${event.at}${event.kind}${event.ref}`}><Moment at={event.at} /><span><b className="strong">{t(`order.event.${event.kind}`)}</b> · {event.actor}{(event.text || event.ref) && <span className="muted"> · {saidBy(event, nameOf) || t('order.coordinator')}</span>}</span></li>
          ))}
        </ol>
        {open && <Progress id={task.id} />}
      </Section>
      {asked && <ProofSection order={order} open={open} evidence={evidence} />}
      <Section title={t('incident.facts')}>
        <Facts
          items={[
            [t('task.unit'), task.unit.name],
            [t('order.legalBasis'), order.legalBasis || null],
            [t('task.assignee'), task.assignee],
            [t('order.acknowledgeBy'), <Moment key="by" at={order.acknowledgeBy} />],
            [t('task.acknowledgedAt'), <Moment key="ack" at={task.acknowledgedAt} />],
            [t('queue.due'), <Moment key="due" at={task.dueAt} />],
            [t('task.completedAt'), <Moment key="done" at={task.completedAt} />],
            [t('order.proof'), order.proofRequired ? t('order.proofCount', { count: order.proof.length }) : t('order.proofNotAsked')],
          ]}
        />
      </Section>
    </SidePanel>
  )
}

function Progress({ id }: { id: string }) {
  const { t } = useTranslation()
  const mayWork = useCan('TASK_WORK')
  const tell = useTellProgress(id)
  const [text, setText] = useState('')
  if (!mayWork) return null
  const send = () => {
    if (text.trim() !== '' && !tell.isPending) tell.mutate(text.trim(), { onSuccess: () => setText('') })
  }
  return (
    <div className="stack">
      {tell.error && <Notice tone="bad">{tell.error.message}</Notice>}
      <div className="row">
        <Input value={text} onChange={(event) => setText(event.target.value)} onPressEnter={(event) => !event.nativeEvent.isComposing && send()} placeholder={t('order.progressHint')} aria-label={t('order.progress')} maxLength={4000} data-testid="order-progress" />
        <Button disabled={text.trim() === ''} loading={tell.isPending} onClick={send} data-testid="order-progress-send">{t('order.progressSend')}</Button>
      </div>
    </div>
  )
}

/** What an entry of the history is about: words, a file, or a unit. */
function saidBy(event: OrderEvent, nameOf: (id: string) => string): string {
  if (event.kind === 'PROGRESS') return event.text
  return event.kind === 'PROOF' ? nameOf(event.ref) : event.ref
}

/** Proof is evidence of the incident, with its digest and custody. */
function ProofSection({ order, open, evidence }: { order: Order; open: boolean; evidence: Evidence[] | undefined }) {
  const { t } = useTranslation()
  const mayWork = useCan('TASK_WORK')
  const attached = evidence?.filter(({ id }) => order.proof.includes(id)) ?? []
  const prove = useProve(order.task.id)
  const left = evidence?.filter(({ id }) => !order.proof.includes(id)) ?? []
  return (
    <Section title={t('order.proof')} count={order.proof.length}>
      <div className="stack">
        {open && order.proof.length === 0 && <Notice tone="warn">{t('order.needsProof')}</Notice>}
        {attached.map(({ id, name, sha256 }) => <div key={id} className="wrap-any" data-testid="order-attached">{name} <code className="mono faint">{sha256.slice(0, 12)}</code></div>)}
        {prove.error && <Notice tone="bad">{prove.error.message}</Notice>}
        {open && evidence && evidence.length === 0 && <p className="muted">{t('order.attachNone')}</p>}
        {open && mayWork && left.length > 0 && <Select aria-label={t('order.attach')} placeholder={t('order.attach')} value={null} loading={prove.isPending} onChange={(id: string) => prove.mutate(id)} options={left.map(({ id, name, sha256 }) => ({ value: id, label: `${name} · ${sha256.slice(0, 12)}` }))} data-testid="order-proof" />}
      </div>
    </Section>
  )
}
