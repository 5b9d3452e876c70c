import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StepStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import { TaskButtons } from '@/components/work/task-buttons'
import type { RunStep, Task } from '@/lib/api-types'

type Props = { step: RunStep; index: number; task: Task | undefined; chosen?: boolean; onChoose?: () => void; children?: ReactNode }

/** One step: state, who, the command as it was sent, what came back, and the form when it waits for a person. */
export function RunStepItem({ step, index, task, chosen = false, onChoose, children }: Props) {
  const { t } = useTranslation()
  const waiting = step.state === 'WAITING_INPUT' || step.state === 'WAITING_APPROVAL'
  const type = t(`diagram.type.${step.type}`, { defaultValue: step.type })
  const name = (step.name !== step.stepId && step.name) || type
  return (
    <li className="step" data-row-key={step.id} data-step-row={step.stepId} data-waiting={waiting} data-chosen={chosen}>
      <span className="step-number">{index + 1}</span>
      <div className="stack-s">
        <span>{onChoose ? <button type="button" className="link-button strong" onClick={onChoose}>{name}</button> : <b className="strong">{name}</b>} {name !== type && <span className="faint">{type}</span>}</span>
        {(step.agent || step.startedAt) && <span className="faint">{step.agent} {step.startedAt && <Moment at={step.startedAt} />}{step.attempts > 1 && ` · ${t('run.attempts', { count: step.attempts })}`}</span>}
        {step.command && step.state !== 'WAITING_APPROVAL' && <code className="json" style={{ padding: '5px 9px' }}>{step.command}</code>}
        {step.output && <div className="muted wrap-any">{t('playbook.output')}: {step.output}</div>}
        {waiting && task && <TaskButtons task={task} small />}
        {step.state === 'WAITING_INPUT' && !task && <span className="faint">{t('playbook.waits')}</span>}
        {step.state === 'WAITING_APPROVAL' && !children && <span className="faint">{t('run.waitsApproval')}</span>}
        {children}
      </div>
      <StepStatePill state={step.state} />
    </li>
  )
}
