import { useTranslation } from 'react-i18next'
import { StepStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import { TaskButtons } from '@/components/work/task-buttons'
import type { RunStep, Task } from '@/lib/api-types'

/** One step: state, who, the command as it was sent, what came back, and the form when it waits for a person. */
export function RunStepItem({ step, index, task }: { step: RunStep; index: number; task: Task | undefined }) {
  const { t } = useTranslation()
  const waiting = step.state === 'WAITING_INPUT' || step.state === 'WAITING_APPROVAL'
  return (
    <li className="step" data-row-key={step.id} data-waiting={waiting}>
      <span className="step-number">{index + 1}</span>
      <div className="stack-s">
        <span><b className="strong">{step.name}</b> <span className="faint mono">{step.type}</span></span>
        {(step.agent || step.startedAt) && <span className="faint">{step.agent} {step.startedAt && <Moment at={step.startedAt} />}</span>}
        {step.command && <code className="json" style={{ padding: '5px 9px' }}>{step.command}</code>}
        {step.output && <div className="muted wrap-any">{t('playbook.output')}: {step.output}</div>}
        {waiting && task && <TaskButtons task={task} small />}
        {waiting && !task && <span className="faint">{t('playbook.waits')}</span>}
      </div>
      <StepStatePill state={step.state} />
    </li>
  )
}
