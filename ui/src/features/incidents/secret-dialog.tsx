import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { secretContentsQuery, useDeclareSecret, useLiftSecret } from './api/labels'

type Paper = { reference: string }

/** Sets the flag; what the incident holds already is named before. */
export function SecretDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Paper>()
  const contents = useQuery(secretContentsQuery(id))
  const declare = useDeclareSecret(id)
  const error = declare.error ?? contents.error
  const submit = ({ reference }: Paper) => contents.data && declare.mutate({ reference: reference.trim(), seen: contents.data.seen }, { onSuccess: onClose })
  return (
    <Modal open title={t('labels.declareTitle', { id })} okText={t('labels.declare')} okButtonProps={{ danger: true, disabled: contents.data === undefined, 'data-testid': 'secret-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={declare.isPending} width={620}>
      <div className="stack">
        {error && <Notice tone="bad">{error.message}</Notice>}
        <Notice tone="warn">{t('labels.declareHint')}</Notice>
        <p className="strong">{t('labels.there')}</p>
        <ul className="bullets" data-testid="secret-contents">{contents.data?.items.map((item) => <li key={item}>{item}</li>)}</ul>
        <PaperForm form={form} onSubmit={submit} />
      </div>
    </Modal>
  )
}

/** Takes the flag away; what was sealed comes back. */
export function LiftSecretDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Paper>()
  const lift = useLiftSecret(id)
  return (
    <Modal open title={t('labels.liftTitle', { id })} okText={t('labels.lift')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={lift.isPending} width={520}>
      <div className="stack">
        {lift.error && <Notice tone="bad">{lift.error.message}</Notice>}
        <PaperForm form={form} onSubmit={({ reference }) => lift.mutate(reference.trim(), { onSuccess: onClose })} />
      </div>
    </Modal>
  )
}

function PaperForm({ form, onSubmit }: { form: ReturnType<typeof Form.useForm<Paper>>[0]; onSubmit: (paper: Paper) => void }) {
  const { t } = useTranslation()
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={onSubmit}>
      <Form.Item name="reference" label={t('labels.paper')} extra={t('labels.paperHint')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input maxLength={80} data-testid="secret-paper" /></Form.Item>
    </Form>
  )
}
