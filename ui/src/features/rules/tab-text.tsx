import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/page'
import type { RuleDetail } from '@/lib/rule-types'
import { useSaveVersion, type RuleTexts } from './api/change-rules'
import { RuleEditor } from './rule-editor'
import { RuleRefusal } from './rule-refusal'
import { useMayEdit } from './use-may-edit'

const DRAFTS = new Map<string, RuleTexts>()

/** Writing makes a new version; what runs goes on until the new one is enabled. Unsaved text waits until the page is closed. */
export function TextTab({ rule }: { rule: RuleDetail }) {
  const mayEdit = useMayEdit()
  const saved = { text: rule.text, tests: rule.tests }
  const [texts, setTexts] = useState<RuleTexts>(DRAFTS.get(rule.id) ?? saved)
  const write = (next: RuleTexts | null) => {
    if (next === null) DRAFTS.delete(rule.id)
    else DRAFTS.set(rule.id, next)
    setTexts(next ?? saved)
  }
  const changed = texts.text !== rule.text || texts.tests !== rule.tests
  return <RuleEditor texts={texts} mayEdit={mayEdit} onChange={write} saving={mayEdit && changed && <SaveCard rule={rule} texts={texts} onReset={() => write(null)} />} />
}

function SaveCard({ rule, texts, onReset }: { rule: RuleDetail; texts: RuleTexts; onReset: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const save = useSaveVersion(rule.id)
  const [note, setNote] = useState('')
  const send = () =>
    save.mutate({ ...texts, note: note.trim(), expectedRevision: rule.revision }, { onSuccess: ({ rule: now }) => { DRAFTS.delete(rule.id); void message.success(t('rules.saved', { number: now.current })) } })
  return (
    <Card title={t('rules.newVersion', { number: rule.current + 1 })} testId="rule-save">
      <div className="stack-s">
        <p className="muted">{rule.running === null ? t('rules.savingHint') : t('rules.savingHintRuns', { number: rule.running })}</p>
        {save.error && <RuleRefusal error={save.error} />}
        <Input.TextArea rows={2} maxLength={2000} value={note} placeholder={t('rules.notePlaceholder')} aria-label={t('rules.versionNote')} onChange={(event) => setNote(event.target.value)} data-testid="version-note" />
        <div className="row">
          <Button type="primary" disabled={note.trim() === ''} loading={save.isPending} onClick={send} data-testid="version-save">{t('rules.saveVersion')}</Button>
          <Button onClick={onReset}>{t('rules.dropChanges')}</Button>
        </div>
      </div>
    </Card>
  )
}
