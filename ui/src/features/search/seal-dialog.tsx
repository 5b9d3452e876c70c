import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Facts } from '@/components/ui/page'
import { Moment } from '@/components/ui/time'
import { number } from '@/lib/format'
import { sealTargetsQuery, useSealSearch } from './api/seal-search'
import type { Asked } from './api/search-events'

type Fields = { incidentId: string; description: string }

/** Keeps the whole result of the search on screen as evidence of an incident. */
export function SealDialog({ asked, total, onClose }: { asked: Asked; total: number | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const targets = useQuery(sealTargetsQuery)
  const seal = useSealSearch()
  const submit = ({ incidentId, description }: Fields) =>
    seal.mutate({ incidentId, description: description.trim(), query: asked.q, from: asked.from, until: asked.to }, {
      onSuccess: (card) => {
        void message.success(t('seal.done', { name: card.name }))
        onClose()
        void navigate({ to: '/incidents/$id', params: { id: incidentId }, search: { tab: 'evidence' } })
      },
    })
  return (
    <Modal open title={t('seal.title')} okText={t('seal.submit')} okButtonProps={{ 'data-testid': 'seal-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={seal.isPending} width={560}>
      <div className="stack">
        <Notice tone="now">{t('seal.hint')}</Notice>
        {seal.error && <Notice tone="bad" testId="seal-problem">{seal.error.message}</Notice>}
        <Facts
          items={[
            [t('search.query'), <span key="q" className="mono">{asked.q || t('seal.everything')}</span>],
            [t('seal.range'), <span key="r"><Moment at={asked.from} /> – <Moment at={asked.to} /></span>],
            [t('seal.events'), total === undefined ? null : number(total)],
          ]}
        />
        <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ description: '' }} onFinish={submit}>
          <Form.Item name="incidentId" label={t('seal.incident')} rules={[{ required: true, message: t('form.required') }]}>
            <Select autoFocus showSearch={{ optionFilterProp: 'label' }} options={(targets.data?.items ?? []).map(({ id, title }) => ({ value: id, label: `${id} · ${title}` }))} data-testid="seal-incident" />
          </Form.Item>
          <Form.Item name="description" label={t('evidence.description')}><Input.TextArea rows={2} maxLength={2000} data-testid="seal-description" /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
