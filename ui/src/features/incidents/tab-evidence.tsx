import { DownloadOutlined, ExportOutlined, SafetyCertificateOutlined, SwapOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Digest } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { Card, Facts } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { Moment } from '@/components/ui/time'
import type { Evidence, IncidentDetail } from '@/lib/api-types'
import { bytes } from '@/lib/format'
import { useCan } from '@/lib/session'
import { useAddEvidence, useVerifyEvidence } from './api/change-incident'
import { abilitiesQuery } from './api/evidence'
import { HandOverDialog, PackDialog } from './evidence-dialogs'
import { ObservablesCard } from './observables-card'

export function EvidenceTab({ detail }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const mayCollect = useCan('TASK_WORK')
  const mayExport = useCan('INCIDENT_WRITE')
  const [adding, setAdding] = useState(false)
  const [packing, setPacking] = useState(false)
  const { evidence, incident } = detail
  const abilities = useQuery({ ...abilitiesQuery(incident.id), enabled: packing || adding })
  return (
    <>
      <div className="row">
        {mayCollect && <Button type="primary" icon={<UploadOutlined />} onClick={() => setAdding(true)} data-testid="evidence-add">{t('evidence.add')}</Button>}
        {mayExport && evidence.length > 0 && <Button icon={<ExportOutlined />} onClick={() => setPacking(true)} data-testid="evidence-pack">{t('evidence.packOpen')}</Button>}
      </div>
      {evidence.length === 0 && <div className="card"><PageState title={t('evidence.none')}>{t('evidence.noneHint')}</PageState></div>}
      {evidence.map((item) => <EvidenceCard key={item.id} incidentId={incident.id} item={item} />)}
      {packing && abilities.data && <PackDialog incidentId={incident.id} abilities={abilities.data} onClose={() => setPacking(false)} />}
      <ObservablesCard incidentId={incident.id} closed={incident.stateSecret !== null} />
      {adding && <AddDialog incidentId={incident.id} largest={abilities.data?.largest} onClose={() => setAdding(false)} />}
    </>
  )
}

function EvidenceCard({ incidentId, item }: { incidentId: string; item: Evidence }) {
  const { t } = useTranslation()
  const mayWrite = useCan('INCIDENT_WRITE')
  const verify = useVerifyEvidence(incidentId)
  const [handing, setHanding] = useState(false)
  const href = `/api/incidents/${encodeURIComponent(incidentId)}/evidence/${encodeURIComponent(item.id)}`
  return (
    <Card
      title={item.name} testId={`evidence-${item.id}`}
      extra={<>
        {mayWrite && <Button icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate(item.id)} data-testid={`evidence-verify-${item.id}`}>{t('evidence.verify')}</Button>}
        {mayWrite && <Button icon={<SwapOutlined />} onClick={() => setHanding(true)} data-testid={`evidence-handover-${item.id}`}>{t('evidence.handOver')}</Button>}
        <Button icon={<DownloadOutlined />} href={href} download={item.name}>{t('evidence.download')}</Button>
      </>}
    >
      <div className="stack">
        {handing && <HandOverDialog incidentId={incidentId} item={item} onClose={() => setHanding(false)} />}
        {verify.error && <Notice tone="bad">{verify.error.message}</Notice>}
        {verify.data && <Notice tone={verify.data.intact ? 'ok' : 'bad'} testId={`evidence-result-${item.id}`}>{verify.data.intact ? t('evidence.intact') : t('evidence.broken', { sha256: verify.data.sha256 })}</Notice>}
        <Facts
          items={[
            [t('evidence.description'), item.description],
            ['SHA-256', <Digest key="sha" value={item.sha256} />],
            [t('evidence.size'), `${bytes(item.size)} · ${item.mediaType}`],
            ...(item.search ? [[t('evidence.search'), <span key="search"><span className="mono">{item.search.query || '*'}</span> · <Moment at={item.search.from} /> – <Moment at={item.search.until} /> · {t('evidence.searchEvents', { count: item.search.events })}</span>] as [string, ReactNode]] : []),
            [t('evidence.collected'), <span key="by">{item.collectedBy} · <Moment at={item.collectedAt} /> · {item.collectedFrom}</span>],
          ]}
        />
        <div>
          <div className="strong">{t('evidence.custody')} <span className="count">{item.custody.length}</span></div>
          <ol className="history">
            {item.custody.map((act) => <li key={`${act.at}${act.act}`}><Moment at={act.at} /><span><b className="strong">{t(`custodyAct.${act.act}`)}</b> · {act.actor}{act.party && <span> → {act.party}</span>}{act.note && <span className="muted"> · {act.note}</span>}</span></li>)}
          </ol>
        </div>
      </div>
    </Card>
  )
}

type Fields = { description: string; collectedFrom: string }

function AddDialog({ incidentId, largest, onClose }: { incidentId: string; largest: number | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const [file, setFile] = useState<File | null>(null)
  const add = useAddEvidence(incidentId)
  const tooLarge = file !== null && largest !== undefined && file.size > largest
  const submit = (fields: Fields) => file && !tooLarge && add.mutate({ file, ...fields }, { onSuccess: onClose })
  return (
    <Modal open title={t('evidence.add')} okText={t('evidence.submit')} okButtonProps={{ disabled: file === null || tooLarge, 'data-testid': 'evidence-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={add.isPending} width={520}>
      <div className="stack">
        <Notice tone="now">{t('evidence.hint')}</Notice>
        {add.error && <Notice tone="bad">{add.error.message}</Notice>}
        <label className="stack-s">
          <span>{t('evidence.file')}{largest !== undefined && <span className="faint"> · {t('evidence.largest', { size: bytes(largest) })}</span>}</span>
          <span className="file-choice">
            <input type="file" onChange={(event) => setFile(event.target.files?.[0] ?? null)} data-testid="evidence-file" />
            <span className="file-button">{t('evidence.choose')}</span>
            <span className={file ? 'cut' : 'faint'}>{file ? `${file.name} · ${bytes(file.size)}` : t('evidence.noFile')}</span>
          </span>
        </label>
        {tooLarge && <Notice tone="bad" testId="evidence-too-large">{t('evidence.tooLarge', { size: bytes(file.size) })}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={submit}>
          <Form.Item name="description" label={t('evidence.description')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input.TextArea rows={2} maxLength={2000} /></Form.Item>
          <Form.Item name="collectedFrom" label={t('evidence.from')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input maxLength={300} /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
