import { DatePicker, Form, Input, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { CATEGORIES, SEVERITIES, type Category, type Severity } from '@/lib/api-types'
import { fold, fromPicker, toPicker } from '@/lib/format'
import { useCreateIncident } from './api/change-incident'
import { Affected } from './facts-dialog'

type Fields = { title: string; category: Category; severity: Severity; detectedAt: Dayjs; summary?: string; systems?: string[]; units?: string[] }
const search = { filterOption: (typed: string, option?: { label: string }) => fold(option?.label ?? '').includes(fold(typed)) }

export function CreateIncidentDialog({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const create = useCreateIncident()
  const [first] = useState(() => ({ severity: 'M3' as const, category: 'KH' as const, detectedAt: toPicker(new Date().toISOString()) }))
  const required = [{ required: true, message: t('form.required') }]
  const submit = ({ detectedAt, ...fields }: Fields) => create.mutate({ ...fields, detectedAt: fromPicker(detectedAt) }, { onSuccess: ({ id }) => onDone(id) })
  return (
    <Modal open title={t('incidents.create')} okText={t('incidents.createSubmit')} okButtonProps={{ 'data-testid': 'incident-create-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={create.isPending} width={640}>
      <div className="stack">
        {create.error && <Notice tone="bad">{create.error.message}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={first} onFinish={submit}>
          <Form.Item name="title" label={t('incident.title')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input maxLength={200} autoFocus data-testid="incident-title" />
          </Form.Item>
          <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '0 14px' }}>
            <Form.Item name="category" label={t('incident.category')} rules={required}>
              <Select showSearch={search} popupMatchSelectWidth={false} options={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))} />
            </Form.Item>
            <Form.Item name="severity" label={t('incident.severity')} rules={required}>
              <Select options={SEVERITIES.map((value) => ({ value, label: `${value} · ${t(`severity.${value}`)}` }))} />
            </Form.Item>
          </div>
          <Form.Item name="detectedAt" label={t('incident.detectedAtT0')} extra={t('incident.detectedHint')} rules={required}>
            <DatePicker showTime format="DD/MM/YYYY HH:mm:ss" style={{ width: '100%' }} />
          </Form.Item>
          <Affected />
          <Form.Item name="summary" label={t('incident.summary')}>
            <Input.TextArea rows={3} maxLength={8000} />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
