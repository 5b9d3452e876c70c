import { useTranslation } from 'react-i18next'
import { initials } from '@/lib/format'

export function Owner({ name, full = false }: { name: string | null; full?: boolean }) {
  const { t } = useTranslation()
  if (name === null) {
    return full ? <span className="faint">{t('owner.none')}</span> : <span className="owner owner-none" title={t('owner.none')} aria-label={t('owner.none')}>–</span>
  }
  if (full) return <span>{name}</span>
  return <span className="owner" title={name} aria-label={name}>{initials(name)}</span>
}
