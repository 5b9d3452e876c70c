import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { NoticeKinds } from '@/components/ui/notice-kinds'
import type { MyNotices } from '@/lib/notice-types'
import { myNoticesQuery, useChooseNotices } from './api/notices'

/** Which notices leave the platform for me, and where to. */
export function NoticesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery(myNoticesQuery)
  if (query.data === undefined) return query.error ? <Modal open title={t('noticeOut.title')} onCancel={onClose} footer={null}><Notice tone="bad">{query.error.message}</Notice></Modal> : null
  return <Choices now={query.data} onClose={onClose} />
}

function Choices({ now, onClose }: { now: MyNotices; onClose: () => void }) {
  const { t } = useTranslation()
  const choose = useChooseNotices()
  const [mail, setMail] = useState(now.mail)
  const [webhook, setWebhook] = useState(now.webhook)
  const [kinds, setKinds] = useState(now.kinds)
  const save = () => choose.mutate({ mail: mail.trim(), webhook, kinds }, { onSuccess: onClose })
  return (
    <Modal open title={t('noticeOut.title')} okText={t('action.save')} onCancel={onClose} onOk={save} okButtonProps={{ 'data-testid': 'notices-save' }} confirmLoading={choose.isPending} width={560}>
      <div className="stack">
        {choose.error && <Notice tone="bad">{choose.error.message}</Notice>}
        <p className="muted">{t('noticeOut.hint')}</p>
        {!now.mailPossible && <Notice tone="now">{t('noticeOut.noServer')}</Notice>}
        <Form layout="vertical">
          <Form.Item label={t('noticeOut.address')} htmlFor="notice-mail"><Input id="notice-mail" type="email" value={mail} maxLength={254} onChange={(event) => setMail(event.target.value)} data-testid="notice-mail" /></Form.Item>
          {now.webhooks.length > 0 && <Form.Item label={t('noticeOut.service')} htmlFor="notice-webhook"><Select id="notice-webhook" value={webhook} onChange={setWebhook} options={[{ value: '', label: t('noticeOut.none') }, ...now.webhooks.map((name) => ({ value: name, label: name }))]} /></Form.Item>}
        </Form>
        <NoticeKinds value={kinds} onChange={setKinds} testId="notice-kinds" />
      </div>
    </Modal>
  )
}
