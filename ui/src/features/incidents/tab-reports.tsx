import { FilePdfOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Digest } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { FormsShelf } from '@/components/ui/forms-shelf'
import { QueryView } from '@/components/ui/query-view'
import { Moment } from '@/components/ui/time'
import type { IncidentDetail, Report, ReportForm } from '@/lib/api-types'
import { date } from '@/lib/format'
import { useCan } from '@/lib/session'
import { useIssueReport } from './api/change-incident'
import { formsQuery } from './api/get-incidents'

export function ReportsTab({ detail }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const { incident, reports, clocks } = detail
  const mayIssue = useCan('REPORT_ISSUE')
  return (
    <>
      <FormsShelf subject={`incident:${incident.id}`} clockNames={new Map(clocks.map(({ id, name }) => [id, name]))} />
      <Card title={t('report.issued')} count={reports.length}>
        {reports.length === 0 && <p className="faint">{t('report.noneIssued')}</p>}
        {reports.map((report) => <ReportLine key={report.id} report={report} />)}
      </Card>
      {mayIssue && <Forms incidentId={incident.id} />}
    </>
  )
}

function ReportLine({ report }: { report: Report }) {
  const { t } = useTranslation()
  return (
    <div className="row-wrap" style={{ padding: '5px 0' }} data-row-key={report.id}>
      <span className="mono strong">{report.number || t('report.noNumber')}</span>
      <span className="grow">{report.title}</span>
      <span className="faint">{report.createdBy} · <Moment at={report.createdAt} /></span>
      <Digest value={report.sha256} />
      <Button icon={<FilePdfOutlined />} href={`/api/reports/${encodeURIComponent(report.id)}/pdf`} target="_blank" rel="noopener">{t('report.openPdf')}</Button>
    </div>
  )
}

function Forms({ incidentId }: { incidentId: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const forms = useQuery(formsQuery)
  const issue = useIssueReport(incidentId)
  const send = (form: ReportForm) => issue.mutate(form.id, { onSuccess: ({ number }) => void message.success(number ? t('report.done', { number }) : t('report.doneNoNumber')) })
  return (
    <Card title={t('report.issue')}>
      {issue.error && <Notice tone="bad">{issue.error.message}</Notice>}
      <QueryView query={forms} rows={3}>
        {(all) => (
          <>
            {all.filter(({ subject }) => subject === 'INCIDENT').map((form) => (
              <div key={form.id} className="row" style={{ padding: '6px 0' }} data-row-key={form.id}>
                <span className="grow"><span className="strong">{form.name}</span><div className="faint">{form.basis} · {t('report.from', { date: date(form.from) })}</div></span>
                <Button loading={issue.isPending && issue.variables === form.id} onClick={() => send(form)} data-testid={`issue-${form.id}`}>{t('report.issueOne')}</Button>
              </div>
            ))}
          </>
        )}
      </QueryView>
    </Card>
  )
}
