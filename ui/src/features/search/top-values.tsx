import { MinusCircleOutlined, PlusCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Card } from '@/components/ui/page'
import { QueryView } from '@/components/ui/query-view'
import { number } from '@/lib/format'
import { topQuery, type Asked } from './api/search-events'

const FIELDS = ['event.action', 'event.outcome', 'event.dataset', 'user.name', 'source.ip', 'host.name', 'organization.name', 'dvc.dossier.code', 'http.response.status_code', 'url.path']
type Act = (field: string, value: string) => void

export function TopValues({ asked, field, onField, onInclude, onExclude }: { asked: Asked; field: string; onField: (field: string) => void; onInclude: Act; onExclude: Act }) {
  const { t } = useTranslation()
  const top = useQuery(topQuery(asked, field))
  const most = top.data?.[0]?.count ?? 1
  return (
    <Card title={t('search.top')} testId="top-values">
      <div className="stack">
        <AutoComplete key={field} defaultValue={field} aria-label={t('search.field')} options={FIELDS.map((value) => ({ value }))} onSelect={onField} onBlur={(event) => { const typed = (event.target as HTMLInputElement).value.trim(); if (typed && typed !== field) onField(typed) }} style={{ width: '100%' }} />
        <QueryView query={top} rows={5}>
          {(values) => values.length === 0 ? <p className="faint">{t('search.noTop')}</p> : (
            <ul className="stack-s">
              {values.map(({ value, count }) => (
                <li key={value} data-row-key={value}>
                  <div className="row" style={{ gap: 4 }}>
                    <span className="grow cut mono" title={value}>{value}</span>
                    <b className="num">{number(count)}</b>
                    <Button type="text" size="small" icon={<PlusCircleOutlined />} aria-label={`${t('value.include')}: ${value}`} title={t('value.include')} onClick={() => onInclude(field, value)} />
                    <Button type="text" size="small" icon={<MinusCircleOutlined />} aria-label={`${t('value.exclude')}: ${value}`} title={t('value.exclude')} onClick={() => onExclude(field, value)} />
                  </div>
                  <div style={{ height: 4, background: 'var(--line)', borderRadius: 2 }}><div style={{ height: 4, borderRadius: 2, background: 'var(--primary)', width: `${(100 * count) / most}%` }} /></div>
                </li>
              ))}
            </ul>
          )}
        </QueryView>
      </div>
    </Card>
  )
}
