import { QuestionCircleOutlined } from '@ant-design/icons'
import { Button, DatePicker, Input, Popover, Segmented, type InputRef } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fromPicker, toPicker } from '@/lib/format'
import { useKeys } from '@/lib/keyboard'
import { RANGES, type EventSearch, type RangeName } from './event-search'
import { SyntaxHelp } from './syntax-help'

type Props = { search: EventSearch; problem: string | undefined; onChange: (next: EventSearch) => void; onAsk: () => void }

/** The query, its time range, and what is wrong with it, at the box itself. */
export function QueryBar({ search, problem, onChange, onAsk }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(search.q ?? '')
  const [help, setHelp] = useState(false)
  const box = useRef<InputRef>(null)
  useKeys({ '/': () => box.current?.focus() })
  const run = () => (text.trim() === (search.q ?? '') ? onAsk() : onChange({ q: text.trim() || undefined }))
  const use = (example: string) => {
    setHelp(false)
    onChange({ q: example })
  }
  return (
    <div className="card card-body stack-s">
      <div className="row-wrap" style={{ flexWrap: 'nowrap' }}>
        <Input
          ref={box} size="large" className="mono" allowClear value={text} status={problem ? 'error' : undefined} aria-invalid={problem !== undefined} aria-describedby="query-problem" aria-label={t('search.query')}
          placeholder={t('search.placeholder')} onChange={(event) => setText(event.target.value)} onPressEnter={run} data-testid="search-query"
        />
        <Popover open={help} onOpenChange={setHelp} trigger="click" placement="bottomRight" content={<SyntaxHelp onUse={use} />}>
          <Button size="large" icon={<QuestionCircleOutlined />} aria-label={t('search.help')} data-testid="search-help" />
        </Popover>
        <Button size="large" type="primary" onClick={run} data-testid="search-run">{t('search.run')}</Button>
      </div>
      {problem && <p id="query-problem" role="alert" className="tone-bad" data-testid="query-problem">{problem}</p>}
      <div className="row-wrap">
        <Segmented<RangeName | 'fixed'>
          aria-label={t('search.time')} value={search.from ? 'fixed' : (RANGES.find((range) => range === search.range) ?? '24h')} onChange={(range) => range !== 'fixed' && onChange({ range: range === '24h' ? undefined : range, from: undefined, to: undefined })}
          options={[...RANGES.map((value) => ({ value, label: t(`search.range.${value}`) })), ...(search.from ? [{ value: 'fixed' as const, label: t('search.range.fixed') }] : [])]}
        />
        <DatePicker.RangePicker
          showTime format="DD/MM/YYYY HH:mm" value={search.from && search.to ? [toPicker(search.from), toPicker(search.to)] : null} aria-label={t('search.range.fixed')}
          onChange={(ends) => onChange(ends?.[0] && ends[1] ? { from: fromPicker(ends[0]), to: fromPicker(ends[1]), range: undefined } : { from: undefined, to: undefined })}
        />
      </div>
    </div>
  )
}
