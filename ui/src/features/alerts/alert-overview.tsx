import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EventLine } from '@/components/ui/event-view'
import { FieldTable } from '@/components/ui/field-table'
import { Facts, Section } from '@/components/ui/page'
import { LevelMark } from '@/components/ui/severity'
import { AlertStatePill } from '@/components/ui/states'
import { Moment } from '@/components/ui/time'
import type { Alert, AlertDetail, AlertRule } from '@/lib/api-types'
import { number } from '@/lib/format'
import { useCan } from '@/lib/session'
import { explanation } from './api/get-explanation'
import { useTakeBack } from './use-triage'
import { added } from './why'

type Part = { detail: AlertDetail }

/** Why, the main fields, the raw events, what is near, what was done: each shown even when empty. */
export function AlertOverview({ detail, onShow }: Part & { onShow: (id: string) => void }) {
  return (
    <>
      <WhySection detail={detail} />
      <FieldsSection detail={detail} />
      <EventsSection detail={detail} />
      <RelatedSection detail={detail} onShow={onShow} />
      <HistorySection detail={detail} />
    </>
  )
}

export function WhySection({ detail: { alert, rule } }: Part) {
  const { t } = useTranslation()
  const words = added(alert)
  return (
    <Section title={t('panel.why')} testId="section-why">
      {words && <p style={{ marginBottom: 8 }} className="wrap-any">{words}</p>}
      <RuleWhy alert={alert} rule={rule} />
    </Section>
  )
}

export function FieldsSection({ detail: { fields } }: Part) {
  const { t } = useTranslation()
  return (
    <Section title={t('panel.fields')} count={fields.length} testId="section-fields">
      {fields.length > 0 ? <FieldTable fields={fields} /> : <p className="faint">{t('panel.noFields')}</p>}
    </Section>
  )
}

export function EventsSection({ detail: { alert, events, eventTotal } }: Part) {
  const { t } = useTranslation()
  return (
    <Section title={t('panel.events')} count={eventTotal} testId="section-events">
      {events.map((event) => <div key={event.id}><EventLine event={event} /><Explanation rule={alert.ruleId} event={event.id} /></div>)}
      {eventTotal > events.length && <p className="faint">{t('panel.eventsShown', { shown: events.length, total: number(eventTotal) })}</p>}
      {events.length === 0 && <p className="faint">{t('panel.noEvents')}</p>}
    </Section>
  )
}

/** What each part of the rule says of one event; asked for only when somebody wants to know. */
function Explanation({ rule, event }: { rule: string; event: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const answer = useQuery({ ...explanation(rule, event), enabled: open })
  return (
    <div className="explanation">
      <button type="button" className="link-button" aria-expanded={open} data-testid="explain" onClick={() => setOpen(!open)}>
        {open ? t('panel.explainHide') : t('panel.explain')}
      </button>
      {open && answer.isPending && <p className="faint">{t('state.loading')}</p>}
      {open && answer.isError && <p className="faint" role="alert">{t('panel.explainFailed')}</p>}
      {open && answer.data && <pre className="mono wrap-any" data-testid="explanation">{answer.data.text}</pre>}
    </div>
  )
}

export function RelatedSection({ detail: { alert, related }, onShow }: Part & { onShow: (id: string) => void }) {
  const { t } = useTranslation()
  return (
    <Section title={t('panel.related')} count={related.length} testId="section-related">
      {related.length === 0 ? <p className="faint">{t('panel.noRelated')}</p> : related.map((each) => <Related key={each.id} alert={each} of={alert} onShow={onShow} />)}
    </Section>
  )
}

/** What was done, what of it was taken back, and what the reader may still take back. */
export function HistorySection({ detail: { history } }: Part) {
  const { t } = useTranslation()
  const mayTriage = useCan('ALERT_TRIAGE')
  const { takeBack, busy } = useTakeBack()
  return (
    <Section title={t('panel.history')} count={history.length} testId="section-history">
      <ol className="history">
        {history.map(({ at, actor, action, note, undone, undo }, index) => (
          <li key={`${at}${index}`} className={undone ? 'undone' : undefined}>
            <Moment at={at} />
            <span>
              <b className="strong">{t(`historyAction.${action}`)}</b> · {actor}
              {undone && <span className="faint"> · {t('panel.undone')}</span>}
              {undo && mayTriage && <> · <button type="button" className="link-button" disabled={busy} onClick={() => takeBack(undo)} data-testid="history-undo">{t(action === 'UNDO' ? 'action.redo' : 'action.undo')}</button></>}
              {note && <div className="muted wrap-any">{note}</div>}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function RuleWhy({ alert, rule }: { alert: Alert; rule: AlertRule | null }) {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <Facts
        items={[
          [t('queue.rule'), <Link key="rule" to="/rules/$id" params={{ id: alert.ruleId }}>{rule?.title ?? alert.ruleTitle}</Link>],
          [t('panel.ruleVersion'), alert.ruleVersion ? <Link key="v" className="mono" to="/rules/$id" params={{ id: alert.ruleId }} search={{ tab: 'versions', version: alert.ruleVersion }}>{alert.ruleVersion}</Link> : rule ? `${rule.version} · ${rule.status}` : null],
          ...(rule && (rule.author || rule.licence) ? [[t('panel.author'), [rule.author, rule.set, rule.licence].filter(Boolean).join(' · ')] as [string, string]] : []),
          [t('panel.firstSeen'), <Moment key="first" at={alert.at} />],
          [t('panel.lastSeen'), <Moment key="last" at={alert.lastAt} />],
          [t('queue.occurrences'), <span key="n" className="num">{number(alert.occurrences)}{alert.more ? <b className="strong">{` +${number(alert.more)} `}<span className="faint">{t('panel.more', { count: alert.more })}</span></b> : null}</span>],
          ...(alert.disposition ? [[t('close.disposition'), t(`disposition.${alert.disposition}`)] as [string, string]] : []),
        ]}
      />
      {rule && rule.guide.length > 0 && (
        <div>
          <div className="strong" style={{ marginBottom: 4 }}>{t('panel.guide')}</div>
          <ol className="steps-list">{rule.guide.map((line, index) => <li key={line}><b className="num faint">{index + 1}.</b><span>{line}</span></li>)}</ol>
        </div>
      )}
      {rule && rule.falsePositives.length > 0 && (
        <div>
          <div className="strong" style={{ marginBottom: 4 }}>{t('panel.falsePositives')}</div>
          <ul className="bullets muted">{rule.falsePositives.map((line) => <li key={line}>{line}</li>)}</ul>
        </div>
      )}
    </div>
  )
}

function Related({ alert, of, onShow }: { alert: Alert; of: Alert; onShow: (id: string) => void }) {
  const { t } = useTranslation()
  const reason = alert.entity === of.entity ? (alert.ruleId === of.ruleId ? t('panel.sameBoth') : t('panel.sameEntity')) : t('panel.sameRule')
  return (
    <div className="row" style={{ padding: '3px 0' }}>
      <LevelMark level={alert.level} />
      <button type="button" className="link-button grow cut" onClick={() => onShow(alert.id)}>{alert.title}</button>
      <span className="faint nowrap">{reason}</span>
      <Moment at={alert.lastAt} short />
      <AlertStatePill state={alert.state} />
    </div>
  )
}
