import { Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Event } from '@/lib/api-types'
import { FieldTable, type ValueActions } from './field-table'
import { JsonView } from './json-view'
import { Moment } from './time'

/** One line that tells what happened, from the fields that usually say it. */
export function headline(event: Event): string {
  const first = (...names: string[]) => names.map((name) => event.fields[name]).find((value) => value !== undefined && value !== null)
  return [first('event.action', 'process.name', 'event.dataset'), first('event.outcome'), first('user.name', 'host.name'), first('source.ip'), first('message', 'url.path', 'dvc.dossier.code')]
    .filter((part) => part !== undefined)
    .map(String)
    .join(' · ')
}

/** An event as a table of fields or as JSON. */
export function EventView({ event, actions }: { event: Event; actions?: ValueActions }) {
  const { t } = useTranslation()
  const [mode, setMode] = useState<'table' | 'json'>('table')
  const fields = Object.entries(event.fields).map(([name, value]) => ({ name, value }))
  return (
    <div className="stack-s">
      <div className="row-wrap between">
        <span className="faint">
          {t('event.id')} <code className="mono">{event.id}</code> · {t('event.ingested')} <Moment at={event.ingested} />
        </span>
        <Segmented size="small" aria-label={t('event.shownAs')} value={mode} onChange={setMode} options={[{ value: 'table', label: t('event.table') }, { value: 'json', label: 'JSON' }]} />
      </div>
      {mode === 'table' ? <FieldTable fields={fields} actions={actions} /> : <JsonView value={event} />}
    </div>
  )
}

export function EventLine({ event, actions }: { event: Event; actions?: ValueActions }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="event-line" onToggle={(change) => setOpen(change.currentTarget.open)} data-row-key={event.id}>
      <summary>
        <Moment at={event.timestamp} />
        <span className="grow cut" title={headline(event)}>{headline(event)}</span>
      </summary>
      {open && (
        <div>
          <EventView event={event} actions={actions} />
        </div>
      )}
    </details>
  )
}
