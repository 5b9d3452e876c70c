import { Form, Input, InputNumber, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import type { Task, TaskInput } from '@/lib/api-types'
import { useTaskMove } from '@/lib/tasks'

type Fields = { result: string; outputs?: Record<string, string | number | boolean | null | undefined> }

/** Ends a task with its result and the typed outputs that the playbook waits for. */
export function CompleteTaskDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const move = useTaskMove()
  const submit = ({ result, outputs }: Fields) => move.mutate({ kind: 'complete', id: task.id, result, outputs: texts(outputs) }, { onSuccess: onClose })
  return (
    <Modal open title={t('task.completeTitle')} okText={t('task.complete')} okButtonProps={{ 'data-testid': 'task-complete-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={move.isPending} width={560}>
      <div className="stack">
        <p className="strong">{task.title}</p>
        {move.error && <Notice tone="bad">{move.error.message}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={submit}>
          {task.inputs.map((input) => <OutputField key={input.name} input={input} />)}
          <Form.Item name="result" label={t('task.result')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input.TextArea rows={3} maxLength={4000} autoFocus={task.inputs.length === 0} data-testid="task-result" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}

/** The server takes each value as text and holds it against the type of the variable. */
function texts(outputs: Fields['outputs'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, String(value)]])))
}

/** One field for one CACAO variable; the type decides what may be typed. */
function OutputField({ input }: { input: TaskInput }) {
  const { t } = useTranslation()
  const label = `${input.description || input.name}${input.required ? '' : ` (${t('form.optional')})`}`
  return (
    <Form.Item name={['outputs', input.name]} label={label} rules={[{ required: input.required, message: t('form.required') }]}>
      {control(input, t('form.yes'), t('form.no'))}
    </Form.Item>
  )
}

function control({ name, type }: TaskInput, yes: string, no: string) {
  const testId = `output-${name}`
  if (type === 'BOOL') return <Select data-testid={testId} options={[{ value: true, label: yes }, { value: false, label: no }]} />
  if (type === 'INTEGER' || type === 'LONG') return <InputNumber data-testid={testId} precision={0} style={{ width: '100%' }} />
  if (type === 'FLOAT') return <InputNumber data-testid={testId} style={{ width: '100%' }} />
  return <Input data-testid={testId} maxLength={2000} />
}

export function TaskReasonDialog({ task, kind, onClose }: { task: Task; kind: 'block' | 'skip'; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ reason: string }>()
  const move = useTaskMove()
  return (
    <Modal open title={t(`task.${kind}Title`)} okText={t(`task.${kind}`)} onCancel={onClose} onOk={() => form.submit()} confirmLoading={move.isPending} width={480}>
      <div className="stack">
        <p className="strong">{task.title}</p>
        {move.error && <Notice tone="bad">{move.error.message}</Notice>}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={({ reason }) => move.mutate({ kind, id: task.id, reason }, { onSuccess: onClose })}>
          <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input.TextArea rows={3} maxLength={2000} autoFocus data-testid="task-reason" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
