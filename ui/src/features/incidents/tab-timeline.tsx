import { DatePicker, Form, Input, Modal, Radio, Button, Segmented } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { Moment } from '@/components/ui/time'
import type { IncidentDetail, Lane, TimelineEntry } from '@/lib/api-types'
import { fromPicker, toPicker } from '@/lib/format'
import { useCan } from '@/lib/session'
import { useAddTimeline } from './api/change-incident'

/** Two lanes beside one axis: what the attacker did, what we did. */
export function TimelineTab({ detail }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const mayWrite = useCan('INCIDENT_WRITE')
  const [lane, setLane] = useState<Lane | 'ALL'>('ALL')
  const [adding, setAdding] = useState(false)
  const entries = detail.timeline.filter((entry) => lane === 'ALL' || entry.lane === lane).toSorted((a, b) => a.at.localeCompare(b.at))
  return (
    <Card
      title={t('incident.tab.timeline')} count={entries.length}
      extra={<>
        <Segmented<Lane | 'ALL'> aria-label={t('incident.tab.timeline')} value={lane} onChange={setLane} options={[{ value: 'ALL', label: t('timeline.both') }, { value: 'ATTACKER', label: t('timeline.ATTACKER') }, { value: 'RESPONDER', label: t('timeline.RESPONDER') }]} />
        {mayWrite && <Button icon={<PlusOutlined />} onClick={() => setAdding(true)} data-testid="timeline-add">{t('action.add')}</Button>}
      </>}
    >
      {entries.length === 0 ? <PageState title={t('timeline.empty')} /> : <Lanes entries={entries} />}
      {adding && <AddDialog incidentId={detail.incident.id} onClose={() => setAdding(false)} />}
    </Card>
  )
}

function Lanes({ entries }: { entries: TimelineEntry[] }) {
  const { t } = useTranslation()
  return (
    <div className="lanes" data-testid="timeline">
      <div className="lane-head" style={{ color: 'var(--attack)' }}>{t('timeline.ATTACKER')}</div>
      <div />
      <div className="lane-head" style={{ color: 'var(--respond)', textAlign: 'right' }}>{t('timeline.RESPONDER')}</div>
      {entries.map((entry) => <LaneRow key={entry.id} entry={entry} />)}
    </div>
  )
}

function LaneRow({ entry }: { entry: TimelineEntry }) {
  const card = (
    <div className={`lane-card lane-${entry.lane}`} data-row-key={entry.id}>
      <div className="wrap-any">{entry.text}</div>
      {entry.actor && <div className="faint" title={entry.refs.join(' · ')}>{entry.actor}</div>}
    </div>
  )
  return (
    <>
      {entry.lane === 'ATTACKER' ? card : <div />}
      <div className="lane-time"><Moment at={entry.at} /></div>
      {entry.lane === 'RESPONDER' ? card : <div />}
    </>
  )
}

type Fields = { at: Dayjs; lane: Lane; text: string }

function AddDialog({ incidentId, onClose }: { incidentId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const add = useAddTimeline(incidentId)
  const [first] = useState(() => ({ lane: 'RESPONDER' as const, at: toPicker(new Date().toISOString()) }))
  const submit = ({ at, lane, text }: Fields) => add.mutate({ at: fromPicker(at), lane, text }, { onSuccess: onClose })
  return (
    <Modal open title={t('timeline.add')} okText={t('action.add')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={add.isPending} width={500}>
      <div className="stack">
        {add.error && <Notice tone="bad">{add.error.message}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={first} onFinish={submit}>
          <Form.Item name="lane" label={t('timeline.who')}>
            <Radio.Group options={[{ value: 'ATTACKER', label: t('timeline.ATTACKER') }, { value: 'RESPONDER', label: t('timeline.RESPONDER') }]} />
          </Form.Item>
          <Form.Item name="at" label={t('timeline.at')} rules={[{ required: true, message: t('form.required') }]}>
            <DatePicker showTime format="DD/MM/YYYY HH:mm:ss" style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="text" label={t('timeline.what')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input.TextArea rows={3} maxLength={2000} />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
