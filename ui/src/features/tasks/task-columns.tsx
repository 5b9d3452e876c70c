import type { TFunction } from 'i18next'
import type { Column } from '@/components/ui/data-table'
import { TaskStatePill } from '@/components/ui/states'
import { Countdown, Moment } from '@/components/ui/time'
import type { Task } from '@/lib/api-types'

export function taskColumns(t: TFunction): Column<Task>[] {
  return [
    { key: 'state', title: t('queue.state'), width: 138, render: (task) => <TaskStatePill state={task.state} /> },
    {
      key: 'due', title: t('queue.due'), width: 132, sort: (a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'),
      render: (task) => (task.completedAt ? <Moment at={task.completedAt} short /> : task.dueAt ? <Countdown dueAt={task.dueAt} startsAt={task.createdAt} /> : <span className="faint">—</span>),
    },
    {
      key: 'title', title: t('task.title'), render: (task) => (
        <span className="two-lines">
          <span className="cut strong" title={task.title}>{task.title}{task.mandatory && <span className="tone-bad" title={t('task.mandatory')}> *</span>}</span>
          <span className="cut" title={task.incidentTitle}>{task.incidentId} · {task.incidentTitle}</span>
        </span>
      ),
    },
    { key: 'unit', title: t('task.unit'), width: 210, from: 820, render: (task) => <span className="cut" title={task.unit.name}>{task.unit.name}</span> },
    { key: 'assignee', title: t('task.assignee'), width: 110, from: 820, render: (task) => <span className="cut">{task.assignee ?? '—'}</span> },
    { key: 'created', title: t('task.createdAt'), width: 110, from: 1080, render: (task) => <Moment at={task.createdAt} short /> },
  ]
}
