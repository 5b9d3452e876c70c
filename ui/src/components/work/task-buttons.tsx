import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Task } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { useTaskMove } from '@/lib/tasks'
import { CompleteTaskDialog, TaskReasonDialog } from './task-dialogs'

type Open = 'complete' | 'block' | 'skip' | null

/** What may be done with a task in its present state. */
export function TaskButtons({ task, small = false }: { task: Task; small?: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayWork = useCan('TASK_WORK')
  const move = useTaskMove()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  if (!mayWork || task.state === 'XONG' || task.state === 'BO_QUA') return null
  // One button for both, so that the focus stays where it is when the task is acknowledged.
  const waits = task.state === 'CHO'
  const acknowledge = () => move.mutate({ kind: 'acknowledge', id: task.id }, { onError: (error) => void message.error(error.message) })
  return (
    <span className="row-wrap">
      <Button type="primary" size={small ? 'small' : undefined} loading={move.isPending} onClick={waits ? acknowledge : () => setOpen('complete')} data-testid={waits ? 'task-acknowledge' : 'task-complete'}>{t(waits ? 'task.acknowledge' : 'task.complete')}</Button>
      {task.state !== 'BI_CHAN' && <Button size={small ? 'small' : undefined} onClick={() => setOpen('block')} data-testid="task-block">{t('task.block')}</Button>}
      {!task.mandatory && <Button size={small ? 'small' : undefined} type="text" onClick={() => setOpen('skip')} data-testid="task-skip">{t('task.skip')}</Button>}
      {open === 'complete' && <CompleteTaskDialog task={task} onClose={close} />}
      {(open === 'block' || open === 'skip') && <TaskReasonDialog task={task} kind={open} onClose={close} />}
    </span>
  )
}
