import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Modal, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { Notice } from '@/components/ui/notice'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import type { ReportForm, ReportSubject } from '@/lib/api-types'
import { date, shortDateTime } from '@/lib/format'
import { useCan } from '@/lib/session'
import { drillSubjectsQuery, formsQuery, incidentSubjectsQuery, useIssueReport } from './api/get-reports'

export function FormsTab() {
  const { t } = useTranslation()
  const mayIssue = useCan('REPORT_ISSUE')
  const forms = useQuery(formsQuery)
  const [issuing, setIssuing] = useState<ReportForm | null>(null)
  const columns = useMemo<Column<ReportForm>[]>(
    () => [
      { key: 'name', title: t('report.form'), render: (form) => <span className="two-lines"><span className="cut strong" title={form.name}>{form.name}</span><span className="cut">{form.basis}</span></span> },
      { key: 'subject', title: t('report.subject'), width: 130, render: (form) => t(`report.about.${form.subject}`) },
      { key: 'from', title: t('report.inForce'), width: 220, render: (form) => <span className="num">{date(form.from)} – {form.until ? date(form.until) : t('report.now')}</span> },
      { key: 'issue', title: <span className="visually-hidden">{t('report.issueOne')}</span>, width: 140, align: 'right', render: (form) => form.subject === 'PERIOD' ? <Link to="/reports" search={{ tab: 'period' }} data-testid={`period-${form.id}`}>{t('report.byPeriod')}</Link> : mayIssue && <Button onClick={() => setIssuing(form)} data-testid={`issue-${form.id}`}>{t('report.issueOne')}</Button> },
    ],
    [t, mayIssue],
  )
  return (
    <div className="card table-box">
      <QueryView query={forms}>{(rows) => rows.length === 0 ? <PageState title={t('report.noForms')} testId="state-empty" /> : <DataTable label={t('report.tab.forms')} testId="form-table" columns={columns} rows={rows} rowKey={(form) => form.id} />}</QueryView>
      {issuing && <IssueDialog form={issuing} onClose={() => setIssuing(null)} />}
    </div>
  )
}

/** The things a form of this kind can be written about. */
function useSubjects(kind: ReportSubject): { value: string; label: string }[] {
  const incidents = useQuery({ ...incidentSubjectsQuery, enabled: kind === 'INCIDENT' })
  const drills = useQuery({ ...drillSubjectsQuery, enabled: kind === 'DRILL' })
  if (kind === 'INCIDENT') return (incidents.data?.items ?? []).map(({ id, title }) => ({ value: `incident:${id}`, label: `${id} · ${title}` }))
  if (kind === 'DRILL') return (drills.data ?? []).map(({ id, planName, startedAt }) => ({ value: `drill:${id}`, label: `${planName} · ${shortDateTime(startedAt)}` }))
  return []
}

function IssueDialog({ form, onClose }: { form: ReportForm; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const issue = useIssueReport()
  const subjects = useSubjects(form.subject)
  const [subject, setSubject] = useState<string | undefined>(form.subject === 'COMPLIANCE' ? 'compliance:level-3' : undefined)
  const send = () => subject && issue.mutate({ form: form.id, subject }, { onSuccess: ({ number }) => { void message.success(number ? t('report.done', { number }) : t('report.doneNoNumber')); onClose() } })
  return (
    <Modal open title={form.name} okText={t('report.issueOne')} okButtonProps={{ disabled: subject === undefined }} onCancel={onClose} onOk={send} confirmLoading={issue.isPending} width={560}>
      <div className="stack">
        {issue.error && <Notice tone="bad">{issue.error.message}</Notice>}
        <p className="muted">{form.basis}</p>
        {form.subject !== 'COMPLIANCE' && <Select showSearch={{ optionFilterProp: 'label' }} placeholder={t('report.chooseSubject')} aria-label={t('report.chooseSubject')} value={subject} onChange={setSubject} options={subjects} style={{ width: '100%' }} />}
        <Notice tone="now">{t('report.issueHint')}</Notice>
      </div>
    </Modal>
  )
}
