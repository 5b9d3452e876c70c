import { Button, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { asText, ValueField, type TypedValues } from '@/components/work/value-field'
import type { Playbook } from '@/lib/api-types'

type Props = { playbook: Playbook; label: string; busy: boolean; onSubmit: (values: Record<string, string>) => void; onBack?: () => void }

/** The values a playbook has of itself; each may be changed before it begins. */
export const startValues = (playbook: Playbook): TypedValues => Object.fromEntries(playbook.inputs.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])))

/** What the playbook has to be told before it can begin. */
export function StartValues({ playbook, label, busy, onSubmit, onBack }: Props) {
  const { t } = useTranslation()
  return (
    <Form<{ values?: TypedValues }> layout="vertical" requiredMark={false} initialValues={{ values: startValues(playbook) }} onFinish={({ values }) => onSubmit(asText(values))} data-testid="start-values">
      {playbook.inputs.map((input) => <ValueField key={input.name} input={input} />)}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={busy} data-testid="start-values-submit">{label}</Button>
        {onBack && <Button onClick={onBack}>{t('action.back')}</Button>}
      </div>
    </Form>
  )
}
