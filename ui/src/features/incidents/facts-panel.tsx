import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { OpenForm } from '@/components/ui/open-form'
import { Facts, Section } from '@/components/ui/page'
import { ClockStatePill } from '@/components/ui/states'
import { Countdown, Duration, Moment } from '@/components/ui/time'
import type { Clock, IncidentDetail } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { useClockDone } from './api/change-incident'
import { FactsDialog } from './facts-dialog'

/** What is always in sight: the moments, the legal clocks, who and what is affected. */
export function FactsPanel({ detail }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const { incident, clocks, measures } = detail
  const mayWrite = useCan('INCIDENT_WRITE')
  const [editing, setEditing] = useState(false)
  return (
    // A region that scrolls must be within reach of the keyboard (WCAG 2.1.1), also when it holds no button.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <aside className="facts-panel" tabIndex={0} aria-label={t('incident.facts')} data-testid="incident-facts">
      <Section title={t('incident.clocks')} count={clocks.length}>
        {clocks.map((clock) => <ClockItem key={clock.id} incidentId={incident.id} clock={clock} />)}
        {clocks.length === 0 && <p className="faint">{t('incident.noClocks')}</p>}
        <p className="faint" style={{ marginTop: 6 }}>{incident.legalProfileName}</p>
      </Section>
      <Section title={t('incident.measures')}>
        <dl className="measure-grid">
          {(['ttd', 'tta', 'ttc', 'ttr'] as const).map((name) => (
            <div key={name} title={t(`incident.measureHint.${name}`)}><dt>{t(`incident.measure.${name}`)}</dt><dd><Duration seconds={measures[name]} /></dd></div>
          ))}
        </dl>
      </Section>
      <Section title={t('incident.facts')}>
        <Facts
          items={[
            [t('incident.category'), t(`category.${incident.category}`)],
            [t('incident.occurredAt'), <Moment key="o" at={incident.occurredAt} />],
            [t('incident.detectedAt'), <Moment key="d" at={incident.detectedAt} />],
            [t('incident.createdAt'), <Moment key="c" at={incident.createdAt} />],
            [t('incident.personalData'), incident.personalData ? <span key="p" className="tone-warn">{t('form.yes')} · <Moment at={incident.personalDataAt} short /></span> : t('form.no')],
            [t('incident.flags'), incident.flags.length > 0 ? <ul key="f" className="bullets">{incident.flags.map((flag) => <li key={flag}>{t(`incidentFlag.${flag}`)}</li>)}</ul> : t('incident.noFlags')],
            [t('queue.organization'), incident.organization?.name ?? null],
            [t('incident.reviewer'), incident.reviewer],
          ]}
        />
        {mayWrite && incident.state !== 'DA_DONG' && <button type="button" className="link-button" style={{ marginTop: 8 }} onClick={() => setEditing(true)} data-testid="edit-facts">{t('incident.editFacts')}</button>}
      </Section>
      <Section title={t('incident.systems')} count={incident.systems.length}>
        <ul className="bullets">{incident.systems.map(({ code, name, level }) => <li key={code}>{name} <span className="faint nowrap">· {t('incident.level', { level })}</span></li>)}</ul>
      </Section>
      <Section title={t('incident.units')} count={incident.units.length}>
        <ul className="bullets">{incident.units.map(({ code, name }) => <li key={code}>{name}</li>)}</ul>
      </Section>
      {editing && <FactsDialog incident={incident} onClose={() => setEditing(false)} />}
    </aside>
  )
}

function ClockItem({ incidentId, clock }: { incidentId: string; clock: Clock }) {
  const { t } = useTranslation()
  const mayReport = useCan('INCIDENT_COORDINATE')
  const mayWrite = [useCan('TASK_WORK'), useCan('REPORT_READ')].every(Boolean)
  const [open, setOpen] = useState(false)
  const done = clock.state === 'DONE' || clock.state === 'DONE_LATE'
  return (
    <div className="clock" data-row-key={clock.id}>
      <span className="strong">{clock.name}</span>
      <span className="row between">
        {done ? <span className="num">{t('incident.doneAt')} <Moment at={clock.doneAt} short /></span> : <Countdown dueAt={clock.dueAt} startsAt={clock.startsAt} />}
        <ClockStatePill state={clock.state} />
      </span>
      <span className="faint">{clock.addressee} · {clock.basis}</span>
      {!done && (
        <span className="row">
          {mayWrite && clock.form && <OpenForm subject={`incident:${incidentId}`} form={clock.form} clockId={clock.id} asLink />}
          {mayReport && <button type="button" className="link-button" onClick={() => setOpen(true)} data-testid={`clock-done-${clock.id}`}>{t('incident.markDone')}</button>}
        </span>
      )}
      {done && <span className="faint">{clock.doneBy} · {clock.note}</span>}
      {clock.document && <a href={`/api/reports/${encodeURIComponent(clock.document)}/pdf`} target="_blank" rel="noopener" data-testid={`clock-document-${clock.id}`}>{t('report.openPdf')}</a>}
      {open && <ClockDialog incidentId={incidentId} clock={clock} onClose={() => setOpen(false)} />}
    </div>
  )
}

function ClockDialog({ incidentId, clock, onClose }: { incidentId: string; clock: Clock; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<{ note: string }>()
  const done = useClockDone(incidentId)
  return (
    <Modal open title={clock.name} okText={t('incident.markDone')} onCancel={onClose} onOk={() => form.submit()} confirmLoading={done.isPending} width={460}>
      <div className="stack">
        {done.error && <Notice tone="bad">{done.error.message}</Notice>}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={({ note }) => done.mutate({ clockId: clock.id, note }, { onSuccess: onClose })}>
          <Form.Item name="note" label={t('incident.clockNote')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}>
            <Input.TextArea rows={3} maxLength={2000} autoFocus />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
