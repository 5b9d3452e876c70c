import { useQuery } from '@tanstack/react-query'
import { Checkbox, DatePicker } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { fromPicker, number, toPicker } from '@/lib/format'
import { effectQuery, offerQuery, type ExemptionOffer, type Proposed } from './api/exemption-offer'

type Wanted = Omit<Proposed, 'reason'>
type Props = { alertId: string; onChange: (wanted: Wanted | null) => void }

/** Offers an exception filled in from the alert, and says what it would have hidden. */
export function ExemptionOfferPanel({ alertId, onChange }: Props) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState(false)
  const offer = useQuery({ ...offerQuery(alertId), enabled: wanted })
  const toggle = (on: boolean) => {
    setWanted(on)
    if (!on) onChange(null)
  }
  return (
    <div className="stack-s" data-testid="exemption-offer">
      <Checkbox checked={wanted} onChange={(event) => toggle(event.target.checked)} data-testid="exemption-want">{t('close.exemption')}</Checkbox>
      {wanted && offer.error && <Notice tone="bad">{offer.error.message}</Notice>}
      {wanted && offer.data && <Chosen offer={offer.data} onChange={onChange} />}
    </div>
  )
}

function Chosen({ offer, onChange }: { offer: ExemptionOffer; onChange: (wanted: Wanted) => void }) {
  const { t } = useTranslation()
  const fields = Object.keys(offer.selection)
  const [kept, setKept] = useState(fields)
  const [expiresAt, setExpiresAt] = useState(offer.expiresAt)
  const selection = Object.fromEntries(Object.entries(offer.selection).filter(([field]) => kept.includes(field)))
  const organization = offer.organization?.code
  const effect = useQuery({ ...effectQuery(offer.rules[0] ?? '', organization ?? '', selection), enabled: kept.length > 0, initialData: kept.length === fields.length ? offer.effect : undefined })
  const chosen = JSON.stringify({ rules: offer.rules, organization, selection, expiresAt })
  useEffect(() => {
    onChange(JSON.parse(chosen) as Wanted)
  }, [chosen, onChange])
  return (
    <div className="stack-s">
      <Checkbox.Group value={kept} onChange={setKept} style={{ display: 'grid', gap: 4 }} options={fields.map((field) => ({ value: field, disabled: kept.length === 1 && kept[0] === field, label: <span className="mono">{field} = {offer.selection[field]}</span> }))} />
      <label className="row">
        <span>{t('exemption.expiresAt')}</span>
        <DatePicker showTime format="DD/MM/YYYY HH:mm" allowClear={false} value={toPicker(expiresAt)} onChange={(day) => day && setExpiresAt(fromPicker(day))} />
      </label>
      {effect.data && (
        <Notice tone={effect.data.hidden > 0 ? 'warn' : 'now'} testId="exemption-effect">
          {t('close.exemptionEffect', { hidden: number(effect.data.hidden), alerts: number(effect.data.alerts), days: effect.data.days })}
          {!effect.data.complete && ` ${t('close.exemptionMore')}`}
        </Notice>
      )}
      <p className="faint">{t('close.exemptionSecond')}</p>
    </div>
  )
}
