import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { asText, ValueField, type TypedValues } from '@/components/work/value-field'
import type { Task } from '@/lib/api-types'
import { onSendKey } from '@/lib/keyboard'
import { useTaskMove } from '@/lib/tasks'

type Fields = { result: string; values?: TypedValues }

/** Ends a task with its result and the typed outputs that the playbook waits for. */
export function CompleteTaskDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const move = useTaskMove()
  const submit = ({ result, values }: Fields) => move.mutate({ kind: 'complete', id: task.id, result, outputs: asText(values) }, { onSuccess: onClose })
  return (
    <Modal open title={t('task.completeTitle')} okText={t('task.complete')} okButtonProps={{ 'data-testid': 'task-complete-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={move.isPending} width={560}>
      <div className="stack">
        <p className="strong">{task.title}</p>
        {move.error && <Notice tone="bad">{move.error.message}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} onKeyDown={onSendKey(() => form.submit())} onFinish={submit}>
          {task.inputs.map((input) => <ValueField key={input.name} input={input} />)}
          <Form.Item name="result" label={t('task.result')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input.TextArea rows={3} maxLength={4000} autoFocus={task.inputs.length === 0} data-testid="task-result" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
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
        <Form form={form} layout="vertical" requiredMark={false} onKeyDown={onSendKey(() => form.submit())} onFinish={({ reason }) => move.mutate({ kind, id: task.id, reason }, { onSuccess: onClose })}>
          <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input.TextArea rows={3} maxLength={2000} autoFocus data-testid="task-reason" />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
