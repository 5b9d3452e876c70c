import { Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DISPOSITIONS, NOTE_REQUIRED, type Disposition } from '@/lib/api-types'
import { onSendKey } from '@/lib/keyboard'
import { useCan } from '@/lib/session'
import type { Proposed } from './api/exemption-offer'
import { ExemptionOfferPanel } from './exemption-offer'

export type Closing = { disposition: Disposition; note?: string }
export type WantedExemption = Omit<Proposed, 'reason'>
type Props = { alertId?: string; count: number; first?: Disposition; busy: boolean; onClose: () => void; onSubmit: (closing: Closing, exemption: WantedExemption | null) => void }

const requiresNote = (disposition: Disposition | undefined) => disposition !== undefined && NOTE_REQUIRED.includes(disposition)

/** How it ended is always said; for false positives and known causes also why. */
export function CloseDialog({ alertId, count, first, busy, onClose, onSubmit }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Closing>()
  const disposition = Form.useWatch('disposition', form) ?? first
  const needsNote = requiresNote(disposition)
  const mayExempt = useCan('RULE_EDIT')
  const [exemption, setExemption] = useState<WantedExemption | null>(null)
  const offers = mayExempt && needsNote && alertId !== undefined
  return (
    <Modal open title={t('close.title', { count })} okText={t('close.submit')} okButtonProps={{ 'data-testid': 'close-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={busy} width={560}>
      <Form<Closing> form={form} layout="vertical" requiredMark={false} onKeyDown={onSendKey(() => form.submit())} initialValues={{ disposition: first }} onFinish={({ disposition: chosen, note: words }) => onSubmit({ disposition: chosen, note: words?.trim() || undefined }, offers ? exemption : null)}>
        <Form.Item name="disposition" label={t('close.disposition')} rules={[{ required: true, message: t('close.chooseOne') }]}>
          <Radio.Group style={{ display: 'grid', gap: 8 }}>
            {DISPOSITIONS.map((value, index) => (
              <Radio key={value} value={value} autoFocus={!first && index === 0} data-testid={`disposition-${value}`}>
                {t(`disposition.${value}`)} {NOTE_REQUIRED.includes(value) && <span className="faint">{t('close.noteNeeded')}</span>}
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item name="note" label={needsNote ? t('close.noteRequired') : t('close.note')} dependencies={['disposition']} rules={[({ getFieldValue }) => ({ required: requiresNote(getFieldValue('disposition')), whitespace: true, message: t('close.noteMissing') })]}>
          <Input.TextArea autoFocus={first !== undefined} rows={3} maxLength={2000} placeholder={t('close.notePlaceholder')} data-testid="close-note" />
        </Form.Item>
        {offers && <ExemptionOfferPanel alertId={alertId} onChange={setExemption} />}
      </Form>
    </Modal>
  )
}
