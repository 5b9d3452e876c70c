import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import type { Incident } from '@/lib/api-types'
import { useChangeIncident } from './api/change-incident'

export function OwnerDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ owner: string }>()
  const change = useChangeIncident(incident.id)
  return (
    <Modal open title={t('incident.changeOwner')} okText={t('action.save')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={change.isPending} width={420}>
      <div className="stack">
        {change.error && <Notice tone="bad">{change.error.message}</Notice>}
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ owner: incident.owner }} onFinish={({ owner }) => change.mutate({ owner: owner.trim() }, { onSuccess: onClose })}>
          <Form.Item name="owner" label={t('assign.owner')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input autoFocus autoComplete="off" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
