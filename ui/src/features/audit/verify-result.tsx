import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import type { AuditVerification } from '@/lib/api-types'
import { number } from '@/lib/format'

export function VerifyResult({ verification, error }: { verification: AuditVerification | undefined; error: Error | null }) {
  const { t } = useTranslation()
  if (error) return <Notice tone="bad" testId="verify-result">{error.message}</Notice>
  if (!verification) return null
  const { intact, records, head, brokenAt, reason } = verification
  return (
    <Notice tone={intact ? 'ok' : 'bad'} testId="verify-result">
      <p className="strong">{intact ? t('audit.intact', { records: number(records) }) : t('audit.broken', { at: brokenAt ?? '?' })}</p>
      {reason && <p>{reason}</p>}
      {head && <p className="mono wrap-any">{t('audit.head')}: {head}</p>}
    </Notice>
  )
}
