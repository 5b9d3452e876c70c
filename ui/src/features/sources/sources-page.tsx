import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/data-table'
import { Page } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { outagesQuery, pipelineQuery, sourcesQuery } from './api/get-sources'
import { OutageList } from './outage-list'
import { PipelineStrip } from './pipeline-strip'
import { sourceColumns } from './source-columns'

export function SourcesPage() {
  const { t } = useTranslation()
  const sources = useQuery(sourcesQuery)
  const pipeline = useQuery(pipelineQuery)
  const outages = useQuery(outagesQuery)
  const columns = useMemo(() => sourceColumns(t), [t])
  return (
    <Page title={t('sources.title')} count={sources.data?.length} updatedAt={sources.dataUpdatedAt} testId="page-sources">
      <QueryView query={pipeline} rows={2}>{(health) => <PipelineStrip health={health} />}</QueryView>
      <OutageList outages={outages.data ?? []} />
      <div className="card table-box">
        <QueryView query={sources}>
          {(rows) => rows.length === 0 ? <PageState title={t('sources.none')} testId="state-empty">{t('sources.noneHint')}</PageState> : <DataTable label={t('sources.title')} testId="source-table" columns={columns} rows={rows} rowKey={(source) => source.id} />}
        </QueryView>
      </div>
    </Page>
  )
}
