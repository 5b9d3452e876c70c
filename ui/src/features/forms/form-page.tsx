import { FilePdfOutlined, FileWordOutlined, ReloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Digest } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { Card, Page } from '@/components/ui/page'
import { ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { Moment } from '@/components/ui/time'
import type { FormView } from '@/lib/form-types'
import { useKeys } from '@/lib/keyboard'
import { periodName } from '@/lib/period'
import { useCan } from '@/lib/session'
import { formQuery, useEditForm, useRefillForm } from './api/forms'
import { FormBlocks } from './form-blocks'
import { SignDialog } from './sign-dialog'
import { useEdits } from './use-edits'

const route = getRouteApi('/shell/forms/$id')

/** So many empty places are named; the others are marked in the form. */
const NAMED = 6

export function FormPage() {
  const { id } = route.useParams()
  const query = useQuery(formQuery(id))
  if (query.data === undefined) return query.error ? <ProblemState error={query.error} onRetry={() => void query.refetch()} /> : <div className="page"><SkeletonRows /></div>
  return <OpenForm key={query.data.card.version} view={query.data} />
}

/** One version of a form; what is typed is kept apart until it is saved. */
function OpenForm({ view }: { view: FormView }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { card, document } = view
  const edits = useEdits()
  const save = useEditForm(card.id)
  const refill = useRefillForm(card.id)
  const [signing, setSigning] = useState(false)
  const mayEdit = useCan('TASK_WORK') && card.state === 'DRAFT'
  const maySign = useCan('REPORT_ISSUE') && card.state === 'DRAFT'
  const keep = () => {
    if (edits.count === 0 || save.isPending) return false
    save.mutate({ version: card.version, edits: edits.all() }, { onSuccess: () => void message.success(t('legalForm.saved')) })
    return true
  }
  useKeys({ 'Shift+S': () => { keep() } })
  const file = (kind: string) => `/api/forms/${encodeURIComponent(card.id)}/${kind}`
  return (
    <Page
      title={card.name} testId="page-form"
      actions={
        <>
          <Button icon={<FilePdfOutlined />} href={file('pdf')} target="_blank" rel="noopener" data-testid="form-pdf">{t(card.state === 'SIGNED' ? 'legalForm.pdf' : 'legalForm.preview')}</Button>
          <Button icon={<FileWordOutlined />} href={file('docx')} data-testid="form-docx">DOCX</Button>
          {mayEdit && <Button icon={<ReloadOutlined />} loading={refill.isPending} disabled={edits.count > 0} onClick={() => refill.mutate(card.version)} data-testid="form-refill">{t(view.subject.startsWith('incident:') ? 'legalForm.refill' : 'legalForm.refillPeriod')}</Button>}
          {mayEdit && <Button disabled={edits.count === 0} loading={save.isPending} onClick={keep} data-testid="form-save">{t('legalForm.save', { count: edits.count })}</Button>}
          {maySign && <Button type="primary" icon={<SafetyCertificateOutlined />} disabled={edits.count > 0} onClick={() => setSigning(true)} data-testid="form-sign">{t('legalForm.sign')}</Button>}
        </>
      }
    >
      <Subject subject={view.subject} />
      {[save.error, refill.error].map((error) => error && <Notice key={error.message} tone="bad">{error.message}</Notice>)}
      {card.signed && <SignedNotice view={view} />}
      {card.state === 'SIGNING' && <Notice tone="now" testId="form-signing">{t('legalForm.signingHint')}</Notice>}
      {card.state === 'DRAFT' && view.missing.length > 0 && <Notice tone="warn" testId="form-missing">{t('legalForm.missing', { count: view.missing.length })}: {view.missing.slice(0, NAMED).map(({ label }) => label).join(' · ')}{view.missing.length > NAMED && ` · ${t('legalForm.missingMore', { count: view.missing.length - NAMED })}`}</Notice>}
      <FormBlocks document={document} edits={edits} readOnly={!mayEdit} />
      <History view={view} />
      {signing && <SignDialog view={view} onClose={() => setSigning(false)} />}
    </Page>
  )
}

function Subject({ subject }: { subject: string }) {
  const { t } = useTranslation()
  const id = subject.slice(subject.indexOf(':') + 1)
  return subject.startsWith('incident:')
    ? <p><Link to="/incidents/$id" params={{ id }} search={{ tab: 'reports' }}>{id}</Link></p>
    : <p><Link to="/reports" search={{ tab: 'period', period: id }}>{periodName(t, id)}</Link></p>
}

function SignedNotice({ view: { card } }: { view: FormView }) {
  const { t } = useTranslation()
  const signed = card.signed
  return signed && (
    <Notice tone="ok" testId="form-signed">
      <span className="row-wrap">{t(`legalForm.level.${signed.level}`)} · {signed.by} · <Moment at={signed.at} /> · <Digest value={signed.sha256} /></span>
    </Notice>
  )
}

function History({ view: { changes } }: { view: FormView }) {
  const { t } = useTranslation()
  return (
    <Card title={t('legalForm.history')} count={changes.length}>
      <ol className="history">
        {changes.toReversed().map((change) => (
          <li key={`${change.version}${change.place}`}><Moment at={change.at} /><span><b className="strong">{change.label}</b> · {change.actor} · <del className="muted">{change.was}</del> → {change.became}</span></li>
        ))}
      </ol>
    </Card>
  )
}
