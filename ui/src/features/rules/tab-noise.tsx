import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { QueryView } from '@/components/ui/query-view'
import { number } from '@/lib/format'
import { SUPPRESSION_MODES, type RuleDetail, type SuppressionMode } from '@/lib/rule-types'
import { useCan } from '@/lib/session'
import { useSuppression } from './api/change-rules'
import { exemptionsQuery } from './api/get-rules'
import { ExemptionDialog } from './exemption-dialog'
import { ExemptionTable } from './exemption-table'
import { windowOf } from './window'
import { useMayEdit } from './use-may-edit'

/** What keeps a rule quiet: alerts folded into the first, and events that were approved as harmless. */
export function NoiseTab({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation()
  const mayEdit = useMayEdit()
  const mayPropose = useCan('RULE_EDIT')
  const exemptions = useQuery(exemptionsQuery)
  const [creating, setCreating] = useState(false)
  const own = exemptions.data?.filter(({ rules }) => rules.length === 0 || rules.includes(rule.id))
  return (
    <div className="stack">
      <SuppressionCard key={rule.revision} rule={rule} mayEdit={mayEdit} />
      <Card title={t('exemption.ofRule')} count={own?.length} body={false} extra={mayPropose && <Button icon={<PlusOutlined />} onClick={() => setCreating(true)} data-testid="exemption-create">{t('exemption.create')}</Button>}>
        <QueryView query={exemptions} rows={3}>
          {() => own && own.length > 0 ? <div className="table-box"><ExemptionTable exemptions={own} withRules={false} /></div> : <p className="faint card-body">{t('exemption.noneOfRule')}</p>}
        </QueryView>
      </Card>
      {creating && <ExemptionDialog ruleId={rule.id} onClose={() => setCreating(false)} />}
    </div>
  )
}

type Fields = { mode: SuppressionMode; fields: string[]; window: string }

function SuppressionCard({ rule, mayEdit }: { rule: RuleDetail; mayEdit: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const mode = Form.useWatch('mode', form) ?? rule.suppression.mode
  const change = useSuppression(rule.id)
  const { fields, windowSeconds } = rule.suppression
  const submit = (wanted: Fields) =>
    change.mutate({ mode: wanted.mode, ...(wanted.mode === 'CHOSEN' ? { fields: wanted.fields, window: wanted.window.trim() } : {}), expectedRevision: rule.revision }, { onSuccess: () => void message.success(t('suppression.done')) })
  return (
    <Card title={t('suppression.title')} extra={<span className="faint num">{t('suppression.count', { shown: number(rule.folded) })}</span>} testId="suppression-form">
      <div className="stack-s">
        <p className="muted">{t('suppression.hint')}</p>
        {change.error && <Notice tone="bad">{change.error.message}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} disabled={!mayEdit} initialValues={{ mode: rule.suppression.mode, fields, window: windowOf(windowSeconds) }} onFinish={submit}>
          <Form.Item name="mode" style={{ marginBottom: 10 }}>
            <Segmented aria-label={t('suppression.title')} options={SUPPRESSION_MODES.map((value) => ({ value, label: t(`suppression.mode.${value}`) }))} data-testid="suppression-mode" />
          </Form.Item>
          {mode === 'RULE' && <p className="faint">{windowSeconds === null || rule.suppression.mode !== 'RULE' ? t('suppression.ruleHint') : t('suppression.ruleSays', { fields: fields.join(', ') || t('suppression.allAlerts'), window: windowOf(windowSeconds) })}</p>}
          {mode === 'NEVER' && <p className="faint">{t('suppression.neverHint')}</p>}
          {mode === 'CHOSEN' && (
            <div className="suppression-line">
              <Form.Item name="fields" label={t('suppression.fields')}><Select mode="tags" open={false} suffixIcon={null} maxCount={10} tokenSeparators={[',', ' ']} placeholder={t('suppression.fieldsPlaceholder')} data-testid="suppression-fields" /></Form.Item>
              <Form.Item name="window" label={t('suppression.window')} rules={[{ required: true, pattern: /^[1-9][0-9]{0,6}[smhdw]$/, message: t('suppression.windowWrong') }]}><Input className="mono" placeholder="1h" data-testid="suppression-window" /></Form.Item>
            </div>
          )}
          {mayEdit && <div style={{ marginTop: 10 }}><Button htmlType="submit" type="primary" loading={change.isPending} data-testid="suppression-save">{t('action.save')}</Button></div>}
        </Form>
      </div>
    </Card>
  )
}
