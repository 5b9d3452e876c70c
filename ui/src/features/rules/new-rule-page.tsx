import { useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card, Page } from '@/components/ui/page'
import { useCreateRule, type RuleTexts } from './api/change-rules'
import { RuleEditor } from './rule-editor'
import { RuleRefusal } from './rule-refusal'
import { emptyRule } from './rule-template'
import './rules.css'

/** A new rule starts as a draft that nobody runs. */
export function NewRulePage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const create = useCreateRule()
  const [texts, setTexts] = useState<RuleTexts>(() => emptyRule(crypto.randomUUID(), new Date()))
  const [note, setNote] = useState('')
  const send = () => create.mutate({ ...texts, note: note.trim() }, { onSuccess: ({ rule }) => void navigate({ to: '/rules/$id', params: { id: rule.id }, search: { tab: 'text' } }) })
  const saving = (
    <Card title={t('rules.createDraft')} testId="rule-create">
      <div className="stack-s">
        <p className="muted">{t('rules.createHint')}</p>
        {create.error && <RuleRefusal error={create.error} />}
        <Input.TextArea rows={2} maxLength={2000} value={note} placeholder={t('rules.notePlaceholder')} aria-label={t('rules.versionNote')} onChange={(event) => setNote(event.target.value)} data-testid="version-note" />
        <div className="row"><Button type="primary" disabled={note.trim() === ''} loading={create.isPending} onClick={send} data-testid="rule-create-submit">{t('rules.createDraft')}</Button></div>
      </div>
    </Card>
  )
  return (
    <Page title={t('rules.newTitle')} testId="page-rule-new">
      <RuleEditor texts={texts} mayEdit saving={saving} onChange={setTexts} />
    </Page>
  )
}
