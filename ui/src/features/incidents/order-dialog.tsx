import { useQuery } from '@tanstack/react-query'
import { Checkbox, DatePicker, Form, Input, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { fold, fromPicker } from '@/lib/format'
import { onSendKey } from '@/lib/keyboard'
import { unitsQuery } from '@/lib/shared-queries'
import { useGiveOrder } from './api/coordinate'

type Fields = { what: string; how?: string; why: string; legalBasis: string; unit: string; acknowledgeBy?: Dayjs; dueAt: Dayjs; proofRequired?: boolean }

/** An order to a unit: what, why, on what ground, until when, with what proof. */
export function OrderDialog({ incidentId, onClose }: { incidentId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const units = useQuery(unitsQuery).data ?? []
  const give = useGiveOrder(incidentId)
  const required = [{ required: true, message: t('form.required') }]
  const text = [{ required: true, whitespace: true, message: t('form.required') }]
  const submit = ({ dueAt, acknowledgeBy, ...fields }: Fields) => give.mutate({ ...fields, dueAt: fromPicker(dueAt), acknowledgeBy: acknowledgeBy && fromPicker(acknowledgeBy) }, { onSuccess: onClose })
  return (
    <Modal open title={t('task.add')} okText={t('task.send')} okButtonProps={{ 'data-testid': 'order-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={give.isPending} width={640}>
      <div className="stack">
        {give.error && <Notice tone="bad">{give.error.message}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} onKeyDown={onSendKey(() => form.submit())} initialValues={{ proofRequired: true }} onFinish={submit}>
          <Form.Item name="what" label={t('order.what')} rules={text}><Input maxLength={300} autoFocus data-testid="order-what" /></Form.Item>
          <Form.Item name="unit" label={t('task.unit')} rules={required}>
            <Select showSearch={{ filterOption: (typed, option) => fold(option?.label ?? '').includes(fold(typed)) }} options={units.map(({ code, name }) => ({ value: code, label: name }))} data-testid="order-unit" />
          </Form.Item>
          <Form.Item name="how" label={t('task.instructions')}><Input.TextArea rows={3} maxLength={8000} data-testid="order-how" /></Form.Item>
          <Form.Item name="why" label={t('order.why')} rules={text}><Input.TextArea rows={2} maxLength={2000} data-testid="order-why" /></Form.Item>
          <Form.Item name="legalBasis" label={t('order.legalBasis')} rules={text}><Input maxLength={500} placeholder="NĐ 333/2026/NĐ-CP, Điều …" data-testid="order-basis" /></Form.Item>
          <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '0 14px' }}>
            <Form.Item name="acknowledgeBy" label={t('order.acknowledgeBy')} extra={t('order.acknowledgeHint')}><DatePicker showTime format="DD/MM/YYYY HH:mm" style={{ width: '100%' }} /></Form.Item>
            <Form.Item name="dueAt" label={t('task.dueAt')} rules={required}><DatePicker showTime format="DD/MM/YYYY HH:mm" style={{ width: '100%' }} data-testid="order-due" /></Form.Item>
          </div>
          <Form.Item name="proofRequired" valuePropName="checked"><Checkbox>{t('order.proofHint')}</Checkbox></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
