import { CloseOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Facts, Section } from '@/components/ui/page'
import { SidePanel } from '@/components/ui/side-panel'
import { TaskStatePill } from '@/components/ui/states'
import { Countdown, Moment } from '@/components/ui/time'
import { TaskButtons } from '@/components/work/task-buttons'
import type { Task } from '@/lib/api-types'

export function TaskPanel({ task, takeFocus, onClose }: { task: Task; takeFocus: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <SidePanel
      label={task.title} testId="task-panel" takeFocus={takeFocus} foot={<TaskButtons task={task} />}
      head={<>
        <div className="row">
          <TaskStatePill state={task.state} />
          {task.dueAt && task.completedAt === null && <Countdown dueAt={task.dueAt} startsAt={task.createdAt} />}
          <span className="grow" />
          <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('action.closePanel')} onClick={onClose} />
        </div>
        <h2>{task.title}</h2>
        <Link to="/incidents/$id" params={{ id: task.incidentId }} search={{ tab: 'tasks' }}>{task.incidentId} · {task.incidentTitle}</Link>
      </>}
    >
      <Section title={t('task.instructions')}><p className="wrap-any" style={{ whiteSpace: 'pre-wrap' }}>{task.instructions}</p></Section>
      {task.result && <Section title={t('task.result')}><Notice tone={task.state === 'BI_CHAN' ? 'warn' : 'ok'}>{task.result}</Notice></Section>}
      {task.inputs.length > 0 && (
        <Section title={t('task.outputs')} count={task.inputs.length}>
          <ul className="bullets">{task.inputs.map((input) => <li key={input.name}>{input.description || <code className="mono">{input.name}</code>}{input.required && <span className="tone-bad"> *</span>}</li>)}</ul>
        </Section>
      )}
      <Section title={t('incident.facts')}>
        <Facts
          items={[
            [t('task.unit'), task.unit.name],
            [t('task.assignee'), task.assignee],
            [t('task.mandatory'), task.mandatory ? t('form.yes') : t('form.no')],
            [t('queue.due'), <Moment key="due" at={task.dueAt} />],
            [t('task.createdAt'), <Moment key="created" at={task.createdAt} />],
            [t('task.acknowledgedAt'), <Moment key="ack" at={task.acknowledgedAt} />],
            [t('task.completedAt'), <Moment key="done" at={task.completedAt} />],
          ]}
        />
      </Section>
    </SidePanel>
  )
}
