import { Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Countdown } from '@/components/ui/time'
import type { FormView } from '@/lib/form-types'
import { useSignForm } from './api/forms'

/** Lists what is still empty and which duties the form answers; whoever signs says that it may be so. */
export function SignDialog({ view: { card, missing, answers, seals }, onClose }: { view: FormView; onClose: () => void }) {
  const { t } = useTranslation()
  const [accepted, setAccepted] = useState(false)
  const [clocks, setClocks] = useState(() => answers.map(({ id }) => id))
  const sign = useSignForm(card.id)
  const ready = missing.length === 0 || accepted
  return (
    <Modal open title={t('legalForm.signTitle', { name: card.name })} okText={t('legalForm.sign')} okButtonProps={{ disabled: !ready, 'data-testid': 'sign-submit' }} onCancel={onClose} onOk={() => sign.mutate({ version: card.version, withBlanks: accepted, clocks }, { onSuccess: onClose })} confirmLoading={sign.isPending} width={560}>
      <div className="stack">
        <Notice tone="now">{t('legalForm.signHint')}</Notice>
        {!seals && <Notice tone="warn">{t('legalForm.noKey')}</Notice>}
        {sign.error && <Notice tone="bad">{sign.error.message}</Notice>}
        {answers.length > 0 && (
          <fieldset className="choices" data-testid="sign-clocks">
            <legend className="strong">{t('legalForm.signClocks')}</legend>
            {answers.map(({ id, name, dueAt }) => (
              <Checkbox key={id} checked={clocks.includes(id)} onChange={({ target }) => setClocks((known) => (target.checked ? [...known, id] : known.filter((other) => other !== id)))} data-testid={`sign-clock-${id}`}>
                {name} · <Countdown dueAt={dueAt} startsAt={dueAt} />
              </Checkbox>
            ))}
          </fieldset>
        )}
        {missing.length > 0 && (
          <div>
            <div className="strong">{t('legalForm.missing', { count: missing.length })}</div>
            <ul className="bullets columns" data-testid="sign-missing">{missing.map(({ place, label }) => <li key={place}>{label}</li>)}</ul>
            <Checkbox checked={accepted} onChange={(event) => setAccepted(event.target.checked)} data-testid="sign-accept">{t('legalForm.acceptBlanks')}</Checkbox>
          </div>
        )}
      </div>
    </Modal>
  )
}
