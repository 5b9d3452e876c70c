import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TaskButtons } from '@/components/work/task-buttons'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { TaskStatePill } from '@/components/ui/states'
import { Countdown, Moment } from '@/components/ui/time'
import type { IncidentDetail, Task } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { CoordinationCard } from './coordination-card'
import { OrderDialog } from './order-dialog'

const ORDER: Record<Task['state'], number> = { BI_CHAN: 0, CHO: 1, DA_NHAN: 2, DANG_LAM: 2, XONG: 3, BO_QUA: 4 }

export function TasksTab({ detail }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const mayOrder = useCan('INCIDENT_COORDINATE')
  const [adding, setAdding] = useState(false)
  const tasks = detail.tasks.toSorted((a, b) => ORDER[a.state] - ORDER[b.state] || (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'))
  return (
    <>
    <CoordinationCard incidentId={detail.incident.id} />
    <Card title={t('incident.tab.tasks')} count={tasks.length} body={false} extra={mayOrder && <Button icon={<PlusOutlined />} onClick={() => setAdding(true)} data-testid="task-add">{t('task.add')}</Button>}>
      {tasks.length === 0 && <PageState title={t('task.noneInIncident')} />}
      {tasks.map((task) => <TaskCard key={task.id} task={task} />)}
      {adding && <OrderDialog incidentId={detail.incident.id} onClose={() => setAdding(false)} />}
    </Card>
    </>
  )
}

function TaskCard({ task }: { task: Task }) {
  const { t } = useTranslation()
  return (
    <article className="task-card" data-row-key={task.id}>
      <div className="row-wrap">
        <TaskStatePill state={task.state} />
        <span className="strong wrap-any">{task.title}</span>
        {task.mandatory && <span className="tone-bad nowrap">* {t('task.mandatory')}</span>}
        <span className="grow" />
        {task.dueAt && task.completedAt === null && <Countdown dueAt={task.dueAt} startsAt={task.createdAt} />}
        <TaskButtons task={task} small />
      </div>
      <p className="muted wrap-any">{task.instructions}</p>
      <div className="row-wrap faint" style={{ gap: '2px 14px' }}>
        <span>{task.unit.name}</span>
        {task.assignee && <span>{t('task.assignee')}: {task.assignee}</span>}
        {task.acknowledgedAt && <span>{t('task.acknowledgedAt')} <Moment at={task.acknowledgedAt} /></span>}
        {task.completedAt && <span>{t('task.completedAt')} <Moment at={task.completedAt} /></span>}
      </div>
      {task.result && <Notice tone={task.state === 'BI_CHAN' ? 'warn' : 'ok'}>{task.result}</Notice>}
    </article>
  )
}
