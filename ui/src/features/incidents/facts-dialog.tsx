import { useQuery } from '@tanstack/react-query'
import { Checkbox, DatePicker, Form, Modal, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { CATEGORIES, INCIDENT_FLAGS, type Category, type Incident, type IncidentChange, type IncidentFlag } from '@/lib/api-types'
import { fold, fromPicker, toPicker } from '@/lib/format'
import { systemsQuery, unitsQuery } from '@/lib/shared-queries'
import { useChangeIncident } from './api/change-incident'

type Fields = { category: Category; occurredAt: Dayjs | null; personalDataAt: Dayjs | null; flags: IncidentFlag[]; systems: string[]; units: string[] }

const search = { filterOption: (typed: string, option?: { label: string }) => fold(option?.label ?? '').includes(fold(typed)) }
const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((each) => b.includes(each))
const picked = (instant: string | null) => (instant === null ? null : toPicker(instant))

/** Only what was changed is sent, with the version it was read in, so that nobody's work is overwritten. */
export function changeOf(before: Incident, fields: Fields): IncidentChange {
  const at = (shown: Dayjs | null, old: string | null) => {
    if (shown === null) return undefined
    const now = fromPicker(shown)
    return old !== null && Date.parse(now) === Math.floor(Date.parse(old) / 1000) * 1000 ? undefined : now
  }
  const list = <T extends string>(now: T[], old: readonly string[]) => (same(now, old) ? undefined : now)
  const change: IncidentChange = {
    category: fields.category === before.category ? undefined : fields.category,
    occurredAt: at(fields.occurredAt, before.occurredAt),
    personalDataAt: at(fields.personalDataAt, before.personalDataAt),
    flags: list(fields.flags, before.flags),
    systems: list(fields.systems, before.systems.map(({ code }) => code)),
    units: list(fields.units, before.units.map(({ code }) => code)),
  }
  const changed = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  return Object.keys(changed).length === 0 ? {} : { ...changed, version: before.version }
}

export function FactsDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const change = useChangeIncident(incident.id)
  const [first] = useState<Fields>(() => ({
    category: incident.category, occurredAt: picked(incident.occurredAt), personalDataAt: picked(incident.personalDataAt), flags: [...incident.flags],
    systems: incident.systems.map(({ code }) => code), units: incident.units.map(({ code }) => code),
  }))
  const submit = (fields: Fields) => {
    const wanted = changeOf(incident, fields)
    if (Object.keys(wanted).length === 0) onClose()
    else change.mutate(wanted, { onSuccess: onClose })
  }
  return (
    <Modal open title={t('incident.editTitle', { id: incident.id })} okText={t('action.save')} okButtonProps={{ 'data-testid': 'facts-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={change.isPending} width={640}>
      <div className="stack">
        {change.error && <Notice tone="bad" testId="facts-problem">{change.error.message}</Notice>}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={first} onFinish={submit}>
          <Form.Item name="category" label={t('incident.category')}>
            <Select showSearch={search} popupMatchSelectWidth={false} options={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))} data-testid="facts-category" />
          </Form.Item>
          <Times incident={incident} />
          <Form.Item name="flags" label={t('incident.flags')} extra={t('incident.flagsHint')}>
            <Checkbox.Group style={{ display: 'grid', gap: 6 }} options={INCIDENT_FLAGS.map((value) => ({ value, label: t(`incidentFlag.${value}`) }))} />
          </Form.Item>
          <Affected />
        </Form>
      </div>
    </Modal>
  )
}

/** Moments that start clocks: they can be set and corrected; the server keeps no way to take one back. */
function Times({ incident }: { incident: Incident }) {
  const { t } = useTranslation()
  const hint = (text: string, set: boolean) => (set ? `${text} ${t('incident.keepsTime')}` : text)
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '0 14px' }}>
      <Form.Item name="occurredAt" label={t('incident.occurredAt')} extra={hint(t('incident.occurredHint'), incident.occurredAt !== null)}>
        <DatePicker showTime format="DD/MM/YYYY HH:mm:ss" allowClear={incident.occurredAt === null} style={{ width: '100%' }} data-testid="facts-occurred" />
      </Form.Item>
      <Form.Item name="personalDataAt" label={t('incident.personalDataAt')} extra={hint(t('incident.personalDataHint'), incident.personalDataAt !== null)}>
        <DatePicker showTime format="DD/MM/YYYY HH:mm:ss" allowClear={incident.personalDataAt === null} style={{ width: '100%' }} data-testid="facts-personal" />
      </Form.Item>
    </div>
  )
}

/** The systems and the units of the registry. */
export function Affected() {
  const { t } = useTranslation()
  const systems = useQuery(systemsQuery).data ?? []
  const units = useQuery(unitsQuery).data ?? []
  return (
    <>
      <Form.Item name="systems" label={t('incident.systems')}>
        <Select mode="multiple" showSearch={search} options={systems.map(({ code, name, level }) => ({ value: code, label: `${name} (${t('incident.level', { level })})` }))} data-testid="facts-systems" />
      </Form.Item>
      <Form.Item name="units" label={t('incident.units')}>
        <Select mode="multiple" showSearch={search} options={units.map(({ code, name }) => ({ value: code, label: name }))} data-testid="facts-units" />
      </Form.Item>
    </>
  )
}
