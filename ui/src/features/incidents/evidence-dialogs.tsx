import { DownloadOutlined } from '@ant-design/icons'
import { Button, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Digest } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { Facts } from '@/components/ui/page'
import type { Evidence } from '@/lib/api-types'
import { bytes } from '@/lib/format'
import { useHandOverEvidence, usePackEvidence, type Abilities, type PackWanted } from './api/evidence'

const REQUIRED = (message: string) => [{ required: true, whitespace: true, message }]

type HandOverFields = { to: string; note: string }

/** To whom evidence was given; stands in its custody for ever. */
export function HandOverDialog({ incidentId, item, onClose }: { incidentId: string; item: Evidence; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<HandOverFields>()
  const hand = useHandOverEvidence(incidentId)
  return (
    <Modal open title={t('evidence.handOverTitle', { name: item.name })} okText={t('evidence.handOver')} okButtonProps={{ 'data-testid': 'handover-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={hand.isPending} width={520}>
      <div className="stack">
        {hand.error && <Notice tone="bad">{hand.error.message}</Notice>}
        <Form<HandOverFields> form={form} layout="vertical" requiredMark={false} initialValues={{ note: '' }} onFinish={(fields) => hand.mutate({ evidenceId: item.id, ...fields }, { onSuccess: onClose })}>
          <Form.Item name="to" label={t('evidence.to')} rules={REQUIRED(t('form.required'))}><Input autoFocus maxLength={300} placeholder={t('evidence.toPlaceholder')} data-testid="handover-to" /></Form.Item>
          <Form.Item name="note" label={t('evidence.handOverNote')}><Input.TextArea rows={2} maxLength={2000} /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}

const INPUTS = ['decider', 'witness', 'venue', 'device', 'software', 'photos', 'collector', 'signer'] as const
type PackFields = { to: string } & Partial<Record<(typeof INPUTS)[number], string>>

/** All evidence as one signed package with the minutes of its collection. */
export function PackDialog({ incidentId, abilities: { signs, packageMinutes }, onClose }: { incidentId: string; abilities: Abilities; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<PackFields>()
  const pack = usePackEvidence(incidentId)
  const submit = ({ to, ...inputs }: PackFields) => {
    const given = Object.entries(inputs).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1].trim() !== '')
    pack.mutate({ to, inputs: Object.fromEntries(given) } satisfies PackWanted)
  }
  const made = pack.data
  return (
    <Modal
      open title={t('evidence.packTitle')} okText={t('evidence.pack')} okButtonProps={{ disabled: !signs, style: made ? { display: 'none' } : undefined, 'data-testid': 'pack-submit' }}
      cancelText={made ? t('evidence.close') : undefined} onCancel={onClose} onOk={() => form.submit()} confirmLoading={pack.isPending} width={620}
    >
      <div className="stack">
        {!signs && <Notice tone="warn" testId="pack-nokey">{t('evidence.noKey')}</Notice>}
        {pack.error && <Notice tone="bad">{pack.error.message}</Notice>}
        {made ? (
          <>
            <Notice tone="ok" testId="pack-done">{t('evidence.packed')}</Notice>
            <Facts items={[[t('evidence.file'), made.name], ['SHA-256', <Digest key="sha" value={made.sha256} />], [t('evidence.size'), bytes(made.size)]]} />
            <div><Button type="primary" icon={<DownloadOutlined />} href={`/api/incidents/${encodeURIComponent(incidentId)}/evidence/packages/${encodeURIComponent(made.id)}`} download={made.name} data-testid="pack-download">{t('evidence.download')}</Button></div>
            <p className="faint">{t('evidence.packOnce', { count: packageMinutes })}</p>
          </>
        ) : (
          <Form<PackFields> form={form} layout="vertical" requiredMark={false} onFinish={submit}>
            <Form.Item name="to" label={t('evidence.to')} rules={REQUIRED(t('form.required'))}><Input autoFocus maxLength={300} placeholder={t('evidence.toPlaceholder')} data-testid="pack-to" /></Form.Item>
            <p className="faint">{t('evidence.minutesHint')}</p>
            <div className="form-pair-all">{INPUTS.map((name) => <Form.Item key={name} name={name} label={t(`evidence.minutes.${name}`)}><Input maxLength={300} /></Form.Item>)}</div>
          </Form>
        )}
      </div>
    </Modal>
  )
}
