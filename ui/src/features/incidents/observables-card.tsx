import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PapPill, TlpPill } from '@/components/ui/labels'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { OBSERVABLE_KINDS, type Observable } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { observablesQuery, useAddObservable, useMarkObservable, type NewObservable } from './api/labels'
import { MarkingDialog } from './marking-dialog'

/** Traces that can be looked for elsewhere, each with its labels. */
export function ObservablesCard({ incidentId, closed }: { incidentId: string; closed: boolean }) {
  const { t } = useTranslation()
  const mayWrite = useCan('INCIDENT_WRITE') && !closed
  const query = useQuery(observablesQuery(incidentId))
  const mark = useMarkObservable(incidentId)
  const [marking, setMarking] = useState<Observable | null>(null)
  const all = query.data ?? []
  return (
    <Card title={t('observable.title')} count={all.length} testId="observables" extra={all.length > 0 && <a href={`/api/incidents/${encodeURIComponent(incidentId)}/observables/export?circle=PARTY`} download>{t('observable.export')}</a>}>
      <div className="stack-s">
        {query.error && <Notice tone="bad">{query.error.message}</Notice>}
        {all.map((one) => (
          <div key={one.id} className="row-wrap" data-testid="observable">
            <span className="muted">{one.kindName}</span>
            <code className="mono wrap-any">{one.value}</code>
            <TlpPill tlp={one.tlp} />
            <PapPill pap={one.pap} />
            {!one.own && <span className="faint">{t('observable.inherited')}</span>}
            <span className="grow muted">{one.note}</span>
            {mayWrite && <Button type="text" size="small" onClick={() => setMarking(one)}>{t('labels.change')}</Button>}
          </div>
        ))}
        {all.length === 0 && <p className="faint">{t('observable.none')}</p>}
        {mayWrite && <AddObservable incidentId={incidentId} />}
      </div>
      {marking && <MarkingDialog title={t('labels.changeTitle', { id: marking.value })} now={marking} busy={mark.isPending} error={mark.error} onClose={() => setMarking(null)} onSubmit={(next) => mark.mutate({ observable: marking.id, ...next }, { onSuccess: () => setMarking(null) })} />}
    </Card>
  )
}

function AddObservable({ incidentId }: { incidentId: string }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<NewObservable>()
  const add = useAddObservable(incidentId)
  return (
    <>
      {add.error && <Notice tone="bad">{add.error.message}</Notice>}
      <Form form={form} layout="inline" initialValues={{ kind: 'IP', note: '' }} onFinish={(next) => add.mutate(next, { onSuccess: () => form.resetFields() })}>
        <Form.Item name="kind"><Select style={{ width: 130 }} aria-label={t('observable.kind')} options={OBSERVABLE_KINDS.map((value) => ({ value, label: t(`observableKind.${value}`) }))} /></Form.Item>
        <Form.Item name="value" rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input maxLength={2000} placeholder={t('observable.value')} aria-label={t('observable.value')} data-testid="observable-value" /></Form.Item>
        <Form.Item name="note"><Input maxLength={2000} placeholder={t('observable.note')} aria-label={t('observable.note')} /></Form.Item>
        <Button htmlType="submit" loading={add.isPending} data-testid="observable-add">{t('observable.add')}</Button>
      </Form>
    </>
  )
}
