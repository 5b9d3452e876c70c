import { Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RuleDetail, RuleState } from '@/lib/rule-types'
import { useMoveRule } from './api/change-rules'
import { movesOf, needsReason } from './rule-moves'
import { RuleRefusal } from './rule-refusal'

type Props = { rule: RuleDetail; to: RuleState; onClose: () => void; onDone: () => void }

/** Moves a rule on; when the server says no, it says why, case by case. */
export function StateDialog({ rule, to, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ reason?: string }>()
  const move = useMoveRule(rule.id)
  const word = movesOf(rule).find((each) => each.to === to)?.word ?? 'test'
  const submit = ({ reason }: { reason?: string }) => move.mutate({ to, reason: reason?.trim() ?? '', expectedRevision: rule.revision }, { onSuccess: onDone })
  return (
    <Modal open title={`${t(`ruleMove.${word}`)}: ${rule.title}`} okText={t(`ruleMove.${word}`)} okButtonProps={{ 'data-testid': 'rule-move-submit', danger: to === 'RETIRED' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={move.isPending} width={620}>
      <div className="stack">
        <p className="muted">{t(`ruleMoveHint.${word}`)}</p>
        {move.error && <RuleRefusal error={move.error} />}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} onValuesChange={() => move.isError && move.reset()}>
          {needsReason(to) && (
            <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
              <Input.TextArea rows={3} maxLength={2000} autoFocus data-testid="rule-move-reason" />
            </Form.Item>
          )}
        </Form>
      </div>
    </Modal>
  )
}
