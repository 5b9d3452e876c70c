import type { TFunction } from 'i18next'
import type { Column } from '@/components/ui/data-table'
import { Pill, type Tone } from '@/components/ui/pill'
import { Countdown, Moment } from '@/components/ui/time'
import type { Lateness, Order } from '@/lib/order-types'

export const LATENESS: Record<Lateness, Tone> = { OVERDUE: 'bad', UNHEARD: 'bad', BLOCKED: 'warn', WAITING: 'plain', AT_WORK: 'now', FINISHED: 'ok' }

export function orderColumns(t: TFunction): Column<Order>[] {
  return [
    { key: 'state', title: t('queue.state'), width: 148, render: (order) => <Pill tone={LATENESS[order.lateness]}>{t(`order.lateness.${order.lateness}`)}</Pill> },
    {
      key: 'due', title: t('order.deadline'), width: 118,
      render: ({ task, nextDeadline }) => (task.completedAt ? <Moment at={task.completedAt} short /> : nextDeadline ? <Countdown dueAt={nextDeadline} startsAt={task.createdAt} /> : <span className="faint">—</span>),
    },
    {
      key: 'what', title: t('order.what'), render: ({ task, kind }) => (
        <span className="two-lines">
          <span className="cut strong" title={task.title}>{kind === 'HO_TRO' && <span className="tone-warn">{t('order.help')} · </span>}{task.title}</span>
          <span className="cut" title={task.incidentTitle}>{task.incidentId} · {task.incidentTitle}</span>
        </span>
      ),
    },
    { key: 'unit', title: t('task.unit'), width: 190, from: 820, render: ({ task }) => <span className="cut" title={task.unit.name}>{task.unit.name}</span> },
    { key: 'last', title: t('order.lastWord'), from: 1000, render: ({ events }) => <span className="cut muted">{events.findLast(({ kind }) => kind === 'PROGRESS')?.text ?? '—'}</span> },
    { key: 'given', title: t('task.createdAt'), width: 110, from: 1180, render: ({ task }) => <Moment at={task.createdAt} short /> },
  ]
}
