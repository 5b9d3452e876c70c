import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Segmented, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { startValues } from '@/components/work/start-values'
import { asText, ValueField, type TypedValues } from '@/components/work/value-field'
import { CATEGORIES, SEVERITIES, type Alert, type EscalateRequest, type Level, type Playbook, type Severity } from '@/lib/api-types'
import { useEscalate } from './api/act-on-alerts'
import { alertQuery } from './api/get-alerts'
import { openIncidentsQuery } from './api/get-open-incidents'

type Fields = Omit<EscalateRequest, 'ids'> & { values?: TypedValues }
type Props = { alerts: Alert[]; playbook: Playbook | null; onClose: () => void; onDone: (incidentId: string, values: Record<string, string>) => void }
const SEVERITY_OF: Record<Level, Severity> = { CRITICAL: 'M2', HIGH: 'M2', MEDIUM: 'M3', LOW: 'M4', INFORMATIONAL: 'M4' }

export function EscalateDialog({ alerts, playbook, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const [target, setTarget] = useState<'new' | 'existing'>('new')
  const escalate = useEscalate()
  const first = alerts[0]
  const proposed = useQuery({ ...alertQuery(first?.id ?? ''), enabled: first !== undefined }).data?.rule?.category
  // The rule knows what such an alert usually becomes; a choice already made stays.
  useEffect(() => {
    if (proposed && !form.isFieldTouched('category')) form.setFieldValue('category', proposed)
  }, [form, proposed])
  const submit = ({ values, ...fields }: Fields) => escalate.mutate({ ids: alerts.map(({ id }) => id), ...fields }, { onSuccess: ({ incidentId }) => onDone(incidentId, asText(values)) })
  return (
    <Modal open title={t('escalate.title', { count: alerts.length })} okText={t('escalate.submit')} okButtonProps={{ 'data-testid': 'escalate-submit', autoFocus: true }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={escalate.isPending} width={580}>
      <div className="stack">
        <Segmented aria-label={t('escalate.submit')} value={target} onChange={setTarget} options={[{ value: 'new', label: t('escalate.new') }, { value: 'existing', label: t('escalate.existing') }]} />
        {playbook && <Notice tone="now">{t('alertPlaybook.after', { name: playbook.name })}</Notice>}
        {escalate.error && <Notice tone="bad">{escalate.error.message}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ title: first?.title, category: 'KH', severity: first ? SEVERITY_OF[first.level] : 'M3', values: playbook ? startValues(playbook) : undefined }} onFinish={submit}>
          {target === 'new' ? <NewIncidentFields /> : <ExistingIncident />}
          <Form.Item name="note" label={t('escalate.note')}>
            <Input.TextArea rows={2} maxLength={2000} />
          </Form.Item>
          {playbook && <PlaybookValues playbook={playbook} />}
        </Form>
      </div>
    </Modal>
  )
}

/** Asked for together with the incident, so that nothing is left half done when a value is missing. */
function PlaybookValues({ playbook }: { playbook: Playbook }) {
  const { t } = useTranslation()
  if (playbook.inputs.length === 0) return null
  return (
    <fieldset className="start-values" data-testid="escalate-values">
      <legend>{t('playbook.values', { name: playbook.name })}</legend>
      {playbook.inputs.map((input) => <ValueField key={input.name} input={input} />)}
    </fieldset>
  )
}

function NewIncidentFields() {
  const { t } = useTranslation()
  return (
    <>
      <Form.Item name="title" label={t('incident.title')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
        <Input maxLength={200} data-testid="escalate-title" />
      </Form.Item>
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 12 }}>
        <Form.Item name="category" label={t('incident.category')}>
          <Select showSearch data-testid="escalate-category" options={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))} popupMatchSelectWidth={false} />
        </Form.Item>
        <Form.Item name="severity" label={t('incident.severity')}>
          <Select options={SEVERITIES.map((value) => ({ value, label: `${value} · ${t(`severity.${value}`)}` }))} />
        </Form.Item>
      </div>
    </>
  )
}

function ExistingIncident() {
  const { t } = useTranslation()
  const open = useQuery(openIncidentsQuery)
  return (
    <Form.Item name="incidentId" label={t('escalate.choose')} rules={[{ required: true, message: t('form.required') }]}>
      <Select showSearch={{ optionFilterProp: 'label' }} loading={open.isPending} options={(open.data?.items ?? []).map((row) => ({ value: row.id, label: `${row.id} · ${row.title}` }))} data-testid="escalate-incident" />
    </Form.Item>
  )
}
