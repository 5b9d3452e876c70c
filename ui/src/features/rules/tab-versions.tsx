import { RollbackOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CodeEditor } from '@/components/ui/code-editor'
import { Card } from '@/components/ui/page'
import { QueryView } from '@/components/ui/query-view'
import { TextDiff } from '@/components/ui/text-diff'
import { Moment } from '@/components/ui/time'
import type { RuleDetail, RuleVersion } from '@/lib/rule-types'
import { useRestoreVersion } from './api/change-rules'
import { versionQuery, versionsQuery } from './api/get-rules'
import { RuleRefusal } from './rule-refusal'
import type { RuleSearch } from './rules-search'
import { useMayEdit } from './use-may-edit'

type Props = { rule: RuleDetail; search: RuleSearch; onGo: (next: RuleSearch) => void }

/** Versions never change; one is compared with another, and an old one comes back as a new version. */
export function VersionsTab({ rule, search, onGo }: Props) {
  const { t } = useTranslation()
  const versions = useQuery(versionsQuery(rule.id))
  const chosen = versions.data?.find(({ number, version }) => String(number) === search.version || version === search.version)?.number ?? rule.current
  const other = Number(search.other ?? Math.max(1, chosen - 1))
  const go = (version: number, against: number) => onGo({ tab: 'versions', version: String(version), other: String(against) })
  return (
    <div className="rule-columns rule-columns-list">
      <Card title={t('rules.versions')} count={versions.data?.length} body={false}>
        <QueryView query={versions} rows={4}>
          {(all) => (
            <ol className="version-list" data-testid="version-list">
              {all.toSorted((a, b) => b.number - a.number).map((version) => (
                <VersionItem key={version.number} version={version} chosen={version.number === chosen} onChoose={() => go(version.number, Math.max(1, version.number - 1))} />
              ))}
            </ol>
          )}
        </QueryView>
      </Card>
      <Compare rule={rule} chosen={chosen} other={other} onOther={(number) => go(chosen, number)} />
    </div>
  )
}

function VersionItem({ version, chosen, onChoose }: { version: RuleVersion; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation()
  return (
    <li data-chosen={chosen}>
      <button type="button" aria-pressed={chosen} onClick={onChoose} data-testid={`version-${version.number}`}>
        <span className="row-wrap"><b className="strong num">{t('rules.versionNumber', { number: version.number })}</b>
          {version.running && <span className="pill pill-ok">{t('rules.runs')}</span>}
          {version.current && <span className="pill pill-now">{t('rules.current')}</span>}
        </span>
        <span className="muted wrap-any">{version.note || t(`ruleSource.${version.source}`)}</span>
        <span className="faint">{version.author} · <Moment at={version.at} /></span>
        <code className="mono faint">{version.version}</code>
      </button>
    </li>
  )
}

function Compare({ rule, chosen, other, onOther }: { rule: RuleDetail; chosen: number; other: number; onOther: (number: number) => void }) {
  const { t } = useTranslation()
  const mayEdit = useMayEdit()
  const after = useQuery(versionQuery(rule.id, String(chosen)))
  const before = useQuery(versionQuery(rule.id, String(other)))
  const [restoring, setRestoring] = useState(false)
  const others = Array.from({ length: rule.current }, (_, index) => index + 1).filter((number) => number !== chosen).map((value) => ({ value, label: t('rules.versionNumber', { number: value }) }))
  return (
    <Card
      title={t('rules.versionNumber', { number: chosen })}
      extra={<>
        {others.length > 0 && <><span className="faint">{t('rules.against')}</span><Select style={{ minWidth: 96 }} aria-label={t('rules.against')} value={other} options={others} onChange={onOther} data-testid="version-other" /></>}
        {mayEdit && chosen !== rule.current && <Button icon={<RollbackOutlined />} onClick={() => setRestoring(true)} data-testid="version-restore">{t('rules.restore')}</Button>}
      </>}
    >
      <QueryView query={after} rows={8}>
        {(now) => others.length === 0 ? <CodeEditor label="YAML" value={now.text} lines={40} testId="version-text" /> : (
          <QueryView query={before} rows={8}>
            {(then) => (
              <div className="stack">
                <div><h3 className="diff-title">{t('rules.text')}</h3><TextDiff before={then.text} after={now.text} testId="version-diff" /></div>
                <div><h3 className="diff-title">{t('rules.tests')}</h3><TextDiff before={then.tests} after={now.tests} /></div>
              </div>
            )}
          </QueryView>
        )}
      </QueryView>
      {restoring && <RestoreDialog rule={rule} number={chosen} onClose={() => setRestoring(false)} />}
    </Card>
  )
}

function RestoreDialog({ rule, number, onClose }: { rule: RuleDetail; number: number; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ note: string }>()
  const restore = useRestoreVersion(rule.id)
  const submit = ({ note }: { note: string }) => restore.mutate({ number, note: note.trim(), expectedRevision: rule.revision }, { onSuccess: () => { void message.success(t('rules.saved', { number: rule.current + 1 })); onClose() } })
  return (
    <Modal open title={t('rules.restoreTitle', { number })} okText={t('rules.restore')} okButtonProps={{ 'data-testid': 'restore-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={restore.isPending} width={520}>
      <div className="stack">
        <p className="muted">{t('rules.restoreHint', { number: rule.current + 1 })}</p>
        {restore.error && <RuleRefusal error={restore.error} />}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
          <Form.Item name="note" label={t('rules.versionNote')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input.TextArea rows={2} maxLength={2000} autoFocus data-testid="restore-note" /></Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
