import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { PapPill, TlpPill } from '@/components/ui/labels'
import { Notice } from '@/components/ui/notice'
import { PAPS, TLPS, type Pap, type Tlp } from '@/lib/api-types'

type Marking = { tlp: Tlp; pap: Pap; reason: string }
type Props = { title: string; now: { tlp: Tlp; pap: Pap }; busy: boolean; error: Error | null; onClose: () => void; onSubmit: (next: Marking) => void }

/** Changes labels, with the reason. */
export function MarkingDialog({ title, now, busy, error, onClose, onSubmit }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Marking>()
  return (
    <Modal open title={title} okText={t('action.save')} okButtonProps={{ 'data-testid': 'marking-save' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={busy} width={560}>
      <div className="stack">
        {error && <Notice tone="bad">{error.message}</Notice>}
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ tlp: now.tlp, pap: now.pap }} onFinish={(next) => onSubmit({ ...next, reason: next.reason.trim() })}>
          <Form.Item name="tlp" label={t('labels.tlp')}><Select options={TLPS.map((value) => ({ value, label: <span className="row"><TlpPill tlp={value} /><span className="cut">{t(`tlp.${value}`)}</span></span> }))} data-testid="marking-tlp" /></Form.Item>
          <Form.Item name="pap" label={t('labels.pap')}><Select options={PAPS.map((value) => ({ value, label: <span className="row"><PapPill pap={value} /><span className="cut">{t(`pap.${value}`)}</span></span> }))} data-testid="marking-pap" /></Form.Item>
          <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input.TextArea rows={2} maxLength={1000} data-testid="marking-reason" /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
