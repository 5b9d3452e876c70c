import { FileSearchOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable, type Column } from '@/components/ui/data-table'
import { Page } from '@/components/ui/page'
import { PageState, ProblemState, SkeletonRows } from '@/components/ui/page-state'
import { Pill } from '@/components/ui/pill'
import { useRowKeys } from '@/components/ui/use-row-keys'
import type { Playbook } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { playbooksQuery } from '@/lib/shared-queries'
import { CheckDialog } from './check-dialog'
import type { PlaybooksSearch } from './playbooks-search'

const route = getRouteApi('/shell/playbooks')
const keyOf = (playbook: Playbook) => playbook.id

function columns(t: TFunction): Column<Playbook>[] {
  return [
    { key: 'name', title: t('playbooks.name'), render: (row) => <span className="two-lines"><span className="cut strong" title={row.name}>{row.name}</span><span className="cut" title={row.description}>{row.description}</span></span>, sort: (a, b) => a.name.localeCompare(b.name, 'vi') },
    { key: 'categories', title: t('playbooks.categories'), width: 150, from: 700, render: (row) => <span className="cut" title={row.categories.map((code) => t(`category.${code}`, { defaultValue: code })).join(', ')}>{row.categories.join(', ') || '—'}</span> },
    { key: 'steps', title: t('playbooks.steps'), width: 80, align: 'right', render: (row) => <span className="num">{row.steps}</span>, sort: (a, b) => a.steps - b.steps },
    { key: 'version', title: t('playbooks.version'), width: 210, from: 900, render: (row) => <code className="mono cut">{row.version}</code> },
    { key: 'state', title: t('queue.state'), width: 150, render: (row) => <Pill tone={row.canRun ? 'ok' : 'bad'}>{t(row.canRun ? 'playbooks.runs' : 'playbooks.cannotRun')}</Pill> },
  ]
}

/** The library: which playbooks there are, and a look at a file before it is put there. */
export function PlaybooksPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const mayCheck = useCan('INCIDENT_WRITE')
  const list = useQuery(playbooksQuery)
  const [checking, setChecking] = useState(false)
  const words = (search.text ?? '').toLocaleLowerCase('vi')
  const rows = useMemo(() => (list.data ?? []).filter((row) => `${row.name} ${row.description} ${row.categories.join(' ')}`.toLocaleLowerCase('vi').includes(words)), [list.data, words])
  const change = (next: PlaybooksSearch) => void navigate({ to: '/playbooks', search: { ...search, ...next }, replace: true })
  const open = (row: Playbook) => void navigate({ to: '/playbooks/$id', params: { id: row.id } })
  const { activeKey, setActiveKey } = useRowKeys(rows, keyOf, open)
  return (
    <Page title={t('playbooks.page')} count={list.data && rows.length} updatedAt={list.dataUpdatedAt} fill testId="page-playbooks" actions={mayCheck && <Button icon={<FileSearchOutlined />} onClick={() => setChecking(true)} data-testid="playbook-check">{t('playbooks.check')}</Button>}>
      <div className="row-wrap"><Input.Search allowClear style={{ width: 320 }} defaultValue={search.text} placeholder={t('playbooks.find')} aria-label={t('playbooks.find')} onChange={(event) => change({ text: event.target.value || undefined })} /></div>
      <div className="split">
        <div className="split-main table-box">
          {list.data === undefined && (list.error ? <ProblemState error={list.error} onRetry={() => void list.refetch()} /> : <SkeletonRows />)}
          {list.data && rows.length === 0 && <PageState title={t(list.data.length === 0 ? 'playbook.none' : 'playbooks.noMatch')} testId="state-empty" action={list.data.length > 0 && <Button onClick={() => change({ text: undefined })}>{t('playbooks.clearFind')}</Button>}>{t('playbooks.noneHint')}</PageState>}
          {rows.length > 0 && <DataTable label={t('playbooks.page')} testId="playbook-table" columns={columns(t)} rows={rows} rowKey={keyOf} activeKey={activeKey} onOpen={(row) => { setActiveKey(row.id); open(row) }} />}
        </div>
      </div>
      {checking && <CheckDialog onClose={() => setChecking(false)} />}
    </Page>
  )
}
