import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { PageState } from '@/components/ui/page-state'
import { Pill } from '@/components/ui/pill'
import type { PlaybookProblem } from '@/lib/api-types'

/** What is wrong with a playbook: one row a finding, errors first. */
export function ImportReport({ problems }: { problems: PlaybookProblem[] }) {
  const { t, i18n } = useTranslation()
  if (problems.length === 0) return <PageState title={t('playbooks.clean')} testId="import-clean">{t('playbooks.cleanHint')}</PageState>
  const rows = problems.map((problem, index) => ({ ...problem, key: `${index}` })).toSorted((a, b) => Number(b.error) - Number(a.error))
  const columns: Column<(typeof rows)[number]>[] = [
    { key: 'severity', title: t('playbooks.severity'), width: 128, render: ({ error }) => <Pill tone={error ? 'bad' : 'warn'}>{t(error ? 'playbooks.error' : 'playbooks.warning')}</Pill> },
    { key: 'message', title: t('playbooks.finding'), render: (row) => <span className="wrap-any" style={{ whiteSpace: 'normal' }}>{i18n.language === 'en' ? row.english : row.message}</span> },
    { key: 'pointer', title: t('playbooks.pointer'), width: 300, from: 700, render: ({ pointer }) => <code className="mono wrap-any">{pointer || '/'}</code> },
    { key: 'code', title: t('playbooks.code'), width: 170, from: 700, render: ({ code }) => <code className="mono">{code}</code> },
  ]
  return <DataTable label={t('playbooks.report')} testId="import-report" columns={columns} rows={rows} rowKey={({ key }) => key} />
}
