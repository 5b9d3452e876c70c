import { EditOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { TaskStatePill } from '@/components/ui/states'
import { Countdown } from '@/components/ui/time'
import type { Incident, IncidentDetail } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { useChangeIncident } from './api/change-incident'
import type { Tab } from './incident-search'
import { SimilarCard } from './similar-card'

const TEXTS = ['summary', 'rootCause', 'impact', 'remedy'] as const
type TextField = (typeof TEXTS)[number]

export function OverviewTab({ detail, onGo }: { detail: IncidentDetail; onGo: (tab: Tab) => void }) {
  return (
    <>
      <NextSteps detail={detail} onGo={onGo} />
      <SimilarCard id={detail.incident.id} />
      {TEXTS.map((field) => <EditableText key={field} incident={detail.incident} field={field} />)}
    </>
  )
}

/** The three open tasks that are due first, and who has them. */
function NextSteps({ detail, onGo }: { detail: IncidentDetail; onGo: (tab: Tab) => void }) {
  const { t } = useTranslation()
  const open = detail.tasks.filter((task) => task.state !== 'XONG' && task.state !== 'BO_QUA').toSorted((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'))
  return (
    <Card title={t('incident.nextSteps')} count={open.length} extra={<Button type="link" onClick={() => onGo('tasks')}>{t('incident.allTasks')}</Button>}>
      {open.length === 0 && <p className="faint">{t('incident.noOpenTasks')}</p>}
      {open.slice(0, 3).map((task) => (
        <div key={task.id} className="row" style={{ padding: '3px 0' }}>
          <TaskStatePill state={task.state} />
          <span className="grow cut" title={task.title}>{task.title}{task.mandatory && <span className="tone-bad" title={t('task.mandatory')}> *</span>}</span>
          <span className="faint nowrap">{task.unit.name}</span>
          {task.dueAt && <Countdown dueAt={task.dueAt} startsAt={task.createdAt} />}
        </div>
      ))}
    </Card>
  )
}

/** A text edited where it stands; nothing is lost while the save fails. */
function EditableText({ incident, field }: { incident: Incident; field: TextField }) {
  const { t } = useTranslation()
  const mayWrite = useCan('INCIDENT_WRITE')
  const change = useChangeIncident(incident.id)
  const [draft, setDraft] = useState<string | null>(null)
  const save = () => change.mutate({ [field]: draft ?? '' }, { onSuccess: () => setDraft(null) })
  const text = incident[field]
  return (
    <Card title={t(`incident.${field}`)} extra={mayWrite && draft === null && <Button type="text" icon={<EditOutlined />} onClick={() => setDraft(text ?? '')} data-testid={`edit-${field}`}>{t('action.edit')}</Button>} testId={`text-${field}`}>
      {draft === null ? (
        text ? <p className="editable">{text}</p> : <p className="faint">{t('incident.notWritten')}</p>
      ) : (
        <div className="stack-s">
          {change.error && <Notice tone="bad">{change.error.message}</Notice>}
          <Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 14 }} maxLength={8000} aria-label={t(`incident.${field}`)} value={draft} onChange={(event) => setDraft(event.target.value)} />
          <div className="row">
            <Button type="primary" loading={change.isPending} onClick={save}>{t('action.save')}</Button>
            <Button onClick={() => setDraft(null)}>{t('action.cancel')}</Button>
          </div>
        </div>
      )}
    </Card>
  )
}
