import { Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import type { FormView } from '@/lib/form-types'
import { useSignForm } from './api/forms'

/** Lists what is still empty; whoever signs says that it may stay so. */
export function SignDialog({ view: { card, missing }, onClose }: { view: FormView; onClose: () => void }) {
  const { t } = useTranslation()
  const [accepted, setAccepted] = useState(false)
  const sign = useSignForm(card.id)
  const ready = missing.length === 0 || accepted
  return (
    <Modal open title={t('legalForm.signTitle', { name: card.name })} okText={t('legalForm.sign')} okButtonProps={{ disabled: !ready, 'data-testid': 'sign-submit' }} onCancel={onClose} onOk={() => sign.mutate({ version: card.version, withBlanks: accepted }, { onSuccess: onClose })} confirmLoading={sign.isPending} width={560}>
      <div className="stack">
        <Notice tone="now">{t('legalForm.signHint')}</Notice>
        {sign.error && <Notice tone="bad">{sign.error.message}</Notice>}
        {missing.length > 0 && (
          <>
            <div className="strong">{t('legalForm.missing', { count: missing.length })}</div>
            <ul data-testid="sign-missing">{missing.map(({ place, label }) => <li key={place}>{label}</li>)}</ul>
            <Checkbox checked={accepted} onChange={(event) => setAccepted(event.target.checked)} data-testid="sign-accept">{t('legalForm.acceptBlanks')}</Checkbox>
          </>
        )}
      </div>
    </Modal>
  )
}
