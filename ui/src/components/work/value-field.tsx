import { Form, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { TaskInput } from '@/lib/api-types'

export type TypedValues = Record<string, string | number | boolean | null | undefined>

/** The server takes each value as text and holds it against the type of the variable. */
export function asText(values: TypedValues = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, String(value)]])))
}

/** One field, in `values` of its form, for one CACAO variable; the type decides what may be typed. */
export function ValueField({ input }: { input: TaskInput }) {
  const { t } = useTranslation()
  const label = `${input.description || input.name}${input.required ? '' : ` (${t('form.optional')})`}`
  return (
    <Form.Item name={['values', input.name]} label={label} rules={[{ required: input.required, message: t('form.required') }]}>
      {control(input, t('form.yes'), t('form.no'))}
    </Form.Item>
  )
}

function control({ name, type }: TaskInput, yes: string, no: string) {
  const testId = `output-${name}`
  if (type === 'BOOL') return <Select data-testid={testId} options={[{ value: 'true', label: yes }, { value: 'false', label: no }]} />
  if (type === 'INTEGER' || type === 'LONG') return <InputNumber data-testid={testId} precision={0} stringMode style={{ width: '100%' }} />
  if (type === 'FLOAT') return <InputNumber data-testid={testId} stringMode style={{ width: '100%' }} />
  return <Input data-testid={testId} maxLength={2000} autoComplete="off" />
}
