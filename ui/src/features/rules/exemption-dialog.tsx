import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Form, Input, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { fold, fromPicker, toPicker } from '@/lib/format'
import { unitsQuery } from '@/lib/shared-queries'
import { useCreateExemption } from './api/change-rules'
import { ruleNamesQuery } from './api/get-rules'
import { RuleRefusal } from './rule-refusal'
import { HOWS, selectionOf, type Clause } from './selection'

type Fields = { rules: string[]; organization?: string; clauses: Partial<Clause>[]; reason: string; expiresAt: Dayjs }
const DAY = 86_400_000
const inDays = (days: number) => toPicker(new Date(Date.now() + days * DAY).toISOString())
const search = { filterOption: (typed: string, option?: { label: string }) => fold(option?.label ?? '').includes(fold(typed)) }

/** Proposes an exemption: for which rules, of which unit, on what events, why, until when. It waits for a second person. */
export function ExemptionDialog({ ruleId, onClose }: { ruleId?: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const create = useCreateExemption()
  const [bounds] = useState(() => ({ first: inDays(0), last: inDays(365) }))
  const [first] = useState(() => ({ rules: ruleId ? [ruleId] : [], clauses: [{ how: 'equals' as const, values: [] }], expiresAt: inDays(30) }))
  const required = [{ required: true, message: t('form.required') }]
  const submit = ({ rules, organization, clauses, reason, expiresAt }: Fields) =>
    create.mutate({ rules, organization, selection: selectionOf(clauses.map(({ field = '', how = 'equals', values = [] }) => ({ field, how, values }))), reason: reason.trim(), expiresAt: fromPicker(expiresAt) }, { onSuccess: onClose })
  return (
    <Modal open title={t('exemption.create')} okText={t('exemption.propose')} okButtonProps={{ 'data-testid': 'exemption-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={create.isPending} width={720}>
      <div className="stack">
        <Notice tone="now">{t('exemption.hint')}</Notice>
        {create.error && <RuleRefusal error={create.error} />}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={first} onFinish={submit}>
          <Scope />
          <Clauses />
          <Form.Item name="expiresAt" label={t('exemption.expiresAt')} extra={t('exemption.expiryHint')} rules={required}>
            <DatePicker showTime format="DD/MM/YYYY HH:mm" allowClear={false} style={{ width: '100%' }} minDate={bounds.first} maxDate={bounds.last} />
          </Form.Item>
          <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input.TextArea rows={3} maxLength={2000} placeholder={t('exemption.reasonPlaceholder')} data-testid="exemption-reason" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}

function Scope() {
  const { t } = useTranslation()
  const rules = useQuery(ruleNamesQuery).data ?? []
  const units = useQuery(unitsQuery).data ?? []
  return (
    <div className="form-pair">
      <Form.Item name="rules" label={t('exemption.rules')} extra={t('exemption.allRulesHint')}>
        <Select mode="multiple" maxTagCount="responsive" showSearch={search} placeholder={t('exemption.allRules')} options={rules.map(({ id, title }) => ({ value: id, label: title }))} data-testid="exemption-rules" />
      </Form.Item>
      <Form.Item name="organization" label={t('queue.organization')}>
        <Select allowClear showSearch={search} placeholder={t('queue.anyUnit')} options={units.map(({ code, name }) => ({ value: code, label: name }))} data-testid="exemption-unit" />
      </Form.Item>
    </div>
  )
}

/** Fields with their values; every line must hold. */
function Clauses() {
  const { t } = useTranslation()
  return (
    <Form.Item label={t('exemption.condition')} extra={t('exemption.conditionHint')}>
      <Form.List name="clauses">
        {(lines, { add, remove }) => (
          <div className="stack-s">
            {lines.map(({ key, name }) => (
              <div key={key} className="clause-line">
                <Form.Item name={[name, 'field']} noStyle rules={[{ required: true, whitespace: true, message: t('exemption.fieldMissing') }]}><Input className="mono" placeholder="user.name" aria-label={t('search.field')} data-testid={`clause-field-${name}`} /></Form.Item>
                <Form.Item name={[name, 'how']} noStyle><Select aria-label={t('exemption.how')} options={HOWS.map((value) => ({ value, label: t(`how.${value}`) }))} /></Form.Item>
                <Form.Item noStyle shouldUpdate={(before: Fields, now: Fields) => before.clauses[name]?.how !== now.clauses[name]?.how}>
                  {({ getFieldValue }) => getFieldValue(['clauses', name, 'how']) === 'exists' ? <span className="faint">{t('exemption.anyValue')}</span> : (
                    <Form.Item name={[name, 'values']} noStyle rules={[{ required: true, type: 'array', min: 1, message: t('exemption.valueMissing') }]}><Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',']} placeholder={t('exemption.valuesPlaceholder')} aria-label={t('exemption.values')} data-testid={`clause-values-${name}`} /></Form.Item>
                  )}
                </Form.Item>
                <Button type="text" icon={<DeleteOutlined />} disabled={lines.length === 1} aria-label={t('exemption.removeLine')} onClick={() => remove(name)} />
              </div>
            ))}
            <div><Button type="dashed" icon={<PlusOutlined />} onClick={() => add({ how: 'equals', values: [] })} data-testid="clause-add">{t('exemption.addLine')}</Button></div>
          </div>
        )}
      </Form.List>
    </Form.Item>
  )
}
