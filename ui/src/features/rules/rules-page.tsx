import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/data-table'
import { Page } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { useRowKeys } from '@/components/ui/use-row-keys'
import type { Rule } from '@/lib/api-types'
import { fold } from '@/lib/format'
import { useKeys } from '@/lib/keyboard'
import { rulesQuery } from './api/get-rules'
import { RejectedRules } from './rejected-rules'
import { ruleColumns } from './rule-columns'
import { RulePanel } from './rule-panel'

const route = getRouteApi('/shell/rules')
const keyOf = (rule: Rule) => rule.id

export function RulesPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const rules = useQuery(rulesQuery)
  const words = fold(search.text ?? '')
  const shown = useMemo(() => (rules.data?.items ?? []).filter((rule) => fold([rule.title, rule.id, rule.file, rule.logsource, ...rule.tags].join(' ')).includes(words)), [rules.data, words])
  const columns = useMemo(() => ruleColumns(t), [t])
  const show = (id: string | undefined) => void navigate({ to: '/rules', search: { ...search, id }, replace: true })
  const { activeKey } = useRowKeys(shown, keyOf, (rule) => show(rule.id))
  useKeys({ Escape: () => (search.id ? show(undefined) : false) })
  return (
    <Page title={t('rules.title')} count={rules.data?.items.length} updatedAt={rules.dataUpdatedAt} fill testId="page-rules">
      <div className="row-wrap">
        <Input.Search allowClear style={{ maxWidth: 360 }} defaultValue={search.text} placeholder={t('rules.textPlaceholder')} aria-label={t('rules.textPlaceholder')} onSearch={(text) => void navigate({ to: '/rules', search: { ...search, text: text || undefined }, replace: true })} data-testid="rule-text" />
        {rules.data && <span className="muted">{t('rules.summary', { loaded: rules.data.items.length, rejected: rules.data.rejected.length })}</span>}
      </div>
      <div className="split">
        <div className="split-main">
          <div className="table-box" style={{ flex: 1 }}>
            <QueryView query={rules}>
              {({ items, rejected }) => (
                <>
                  {rejected.length > 0 && <RejectedRules rejected={rejected} />}
                  {items.length === 0 && <PageState title={t('rules.none')} testId="state-empty">{t('rules.noneHint')}</PageState>}
                  {items.length > 0 && shown.length === 0 && <PageState title={t('rules.noMatch')} testId="state-no-match" />}
                  {shown.length > 0 && <DataTable label={t('rules.title')} testId="rule-table" columns={columns} rows={shown} rowKey={keyOf} rowClass={(rule) => `edge-${rule.level} alert-row`} activeKey={search.id ?? activeKey} onOpen={(rule) => show(rule.id)} />}
                </>
              )}
            </QueryView>
          </div>
        </div>
        {search.id && <RulePanel key={search.id} id={search.id} onClose={() => show(undefined)} />}
      </div>
    </Page>
  )
}
