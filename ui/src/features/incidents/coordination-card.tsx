import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Form, Input, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { Moment } from '@/components/ui/time'
import { fold, fromPicker } from '@/lib/format'
import type { Handover } from '@/lib/order-types'
import { useCan, useSession } from '@/lib/session'
import { unitsQuery } from '@/lib/shared-queries'
import { handoversQuery, preservationsQuery, useAnswerHandover, useAskForHelp, useLiftPreservation, useOfferHandover, usePreserve } from './api/coordinate'
import { ReasonDialog } from './reason-dialog'

type Open = 'help' | 'handover' | 'preserve' | null

/** Who leads, who is asked, and what must not be removed. */
export function CoordinationCard({ incidentId }: { incidentId: string }) {
  const { t } = useTranslation()
  const mayWork = useCan('TASK_WORK')
  const mayOrder = useCan('INCIDENT_COORDINATE')
  const handovers = useQuery(handoversQuery(incidentId)).data ?? []
  const preservations = useQuery(preservationsQuery(incidentId)).data ?? []
  const [open, setOpen] = useState<Open>(null)
  const [lifting, setLifting] = useState<string | null>(null)
  const help = useAskForHelp(incidentId)
  const lift = useLiftPreservation(incidentId)
  const close = () => setOpen(null)
  return (
    <Card
      title={t('coordination.title')} testId="coordination"
      extra={<span className="row-wrap">
        {mayWork && !mayOrder && <Button size="small" onClick={() => setOpen('help')} data-testid="ask-help">{t('coordination.askHelp')}</Button>}
        {mayWork && <Button size="small" onClick={() => setOpen('handover')} data-testid="offer-handover">{t('coordination.handOver')}</Button>}
        {mayOrder && <Button size="small" onClick={() => setOpen('preserve')} data-testid="preserve">{t('coordination.preserve')}</Button>}
      </span>}
    >
      <div className="stack">
        {handovers.length === 0 && preservations.length === 0 && <p className="muted">{t('coordination.none')}</p>}
        {handovers.map((each) => <HandoverRow key={each.id} incidentId={incidentId} handover={each} />)}
        {preservations.map((order) => (
          <div key={order.id} className="row-wrap" data-testid="preservation">
            <span className="strong">{t(order.liftedAt ? 'coordination.lifted' : 'coordination.kept')}</span>
            <code className="mono wrap-any">{order.query || t('coordination.everything')}</code>
            <span className="muted"><Moment at={order.range.from} short /> – <Moment at={order.range.to} short /> · {order.legalBasis} · {order.orderedBy}</span>
            <span className="grow" />
            {mayOrder && order.liftedAt === null && <Button size="small" onClick={() => setLifting(order.id)}>{t('coordination.lift')}</Button>}
          </div>
        ))}
      </div>
      {open === 'help' && <ReasonDialog title={t('coordination.askHelp')} hint={t('coordination.helpHint')} submit={t('coordination.send')} busy={help.isPending} error={help.error} onClose={close} onSubmit={(text) => help.mutate(text, { onSuccess: close })} />}
      {open === 'handover' && <HandoverDialog incidentId={incidentId} onClose={close} />}
      {open === 'preserve' && <PreserveDialog incidentId={incidentId} onClose={close} />}
      {lifting && <ReasonDialog title={t('coordination.lift')} hint={t('coordination.liftHint')} submit={t('coordination.lift')} busy={lift.isPending} error={lift.error} onClose={() => setLifting(null)} onSubmit={(reason) => lift.mutate({ order: lifting, reason }, { onSuccess: () => setLifting(null) })} />}
    </Card>
  )
}

function HandoverRow({ incidentId, handover }: { incidentId: string; handover: Handover }) {
  const { t } = useTranslation()
  const session = useSession()
  const coordinates = useCan('INCIDENT_COORDINATE')
  const answer = useAnswerHandover(incidentId)
  const [asking, setAsking] = useState<'refuse' | 'withdraw' | null>(null)
  const waits = handover.state === 'CHO'
  const asked = session?.unit.code === handover.to.code || coordinates
  const offered = session?.unit.code === handover.from?.code || coordinates
  return (
    <div className="row-wrap" data-testid="handover">
      <span className="strong">{t(`coordination.handoverState.${handover.state}`)}</span>
      <span>{handover.from?.name ?? t('coordination.province')} → {handover.to.name}</span>
      <span className="muted wrap-any">{handover.reason}{handover.note && ` · ${handover.note}`} · <Moment at={handover.decidedAt ?? handover.askedAt} short /></span>
      <span className="grow" />
      {waits && asked && <Button size="small" type="primary" loading={answer.isPending} onClick={() => answer.mutate({ handover: handover.id, act: 'accept' })} data-testid="handover-accept">{t('coordination.accept')}</Button>}
      {waits && asked && <Button size="small" onClick={() => setAsking('refuse')} data-testid="handover-refuse">{t('coordination.refuse')}</Button>}
      {waits && offered && <Button size="small" type="text" onClick={() => setAsking('withdraw')}>{t('coordination.withdraw')}</Button>}
      {answer.error && !asking && <Notice tone="bad">{answer.error.message}</Notice>}
      {asking && <ReasonDialog title={t(`coordination.${asking}`)} hint={t('coordination.reasonHint')} submit={t(`coordination.${asking}`)} busy={answer.isPending} error={answer.error} onClose={() => setAsking(null)} onSubmit={(reason) => answer.mutate({ handover: handover.id, act: asking, reason }, { onSuccess: () => setAsking(null) })} />}
    </div>
  )
}

function HandoverDialog({ incidentId, onClose }: { incidentId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const units = useQuery(unitsQuery).data ?? []
  const offer = useOfferHandover(incidentId)
  const [unit, setUnit] = useState<string>()
  return (
    <ReasonDialog title={t('coordination.handOver')} hint={t('coordination.handOverHint')} submit={t('coordination.send')} busy={offer.isPending} error={offer.error} onClose={onClose} onSubmit={(reason) => { if (unit) offer.mutate({ unit, reason }, { onSuccess: onClose }) }}>
      <Select aria-label={t('task.unit')} placeholder={t('task.unit')} value={unit} onChange={setUnit} showSearch={{ filterOption: (typed, option) => fold(option?.label ?? '').includes(fold(typed)) }} options={units.map(({ code, name }) => ({ value: code, label: name }))} style={{ width: '100%' }} data-testid="handover-unit" />
    </ReasonDialog>
  )
}

type Fields = { query?: string; range: [Dayjs, Dayjs]; reason: string; legalBasis: string }

function PreserveDialog({ incidentId, onClose }: { incidentId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const preserve = usePreserve(incidentId)
  const text = [{ required: true, whitespace: true, message: t('form.required') }]
  const submit = ({ range: [from, until], ...fields }: Fields) => preserve.mutate({ ...fields, from: fromPicker(from), until: fromPicker(until) }, { onSuccess: onClose })
  return (
    <Modal open title={t('coordination.preserve')} okText={t('coordination.preserveSubmit')} okButtonProps={{ 'data-testid': 'preserve-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={preserve.isPending} width={600}>
      <div className="stack">
        {preserve.error && <Notice tone="bad">{preserve.error.message}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ legalBasis: 'NĐ 333/2026/NĐ-CP, Điều 8 khoản 9' }} onFinish={submit}>
          <Form.Item name="query" label={t('coordination.query')} extra={t('coordination.queryHint')}><Input className="mono" maxLength={2000} data-testid="preserve-query" /></Form.Item>
          <Form.Item name="range" label={t('coordination.range')} rules={[{ required: true, message: t('form.required') }]}><DatePicker.RangePicker showTime format="DD/MM/YYYY HH:mm" style={{ width: '100%' }} /></Form.Item>
          <Form.Item name="reason" label={t('form.reason')} rules={text}><Input.TextArea rows={2} maxLength={2000} data-testid="preserve-reason" /></Form.Item>
          <Form.Item name="legalBasis" label={t('order.legalBasis')} rules={text}><Input maxLength={500} /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
