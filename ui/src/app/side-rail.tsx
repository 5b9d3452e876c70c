import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Right } from '@/lib/api-types'
import { setPreferences, usePreferences } from '@/lib/preferences'
import { DESTINATIONS } from './navigation'

export function SideRail({ rights }: { rights: Right[] }) {
  const { t } = useTranslation()
  const { railOpen } = usePreferences()
  return (
    <div className="rail" data-open={railOpen}>
      <div className="brand">
        <img src="/favicon.svg" alt="" width={26} height={26} />
        {railOpen && <span>{t('app.name')}</span>}
      </div>
      <nav aria-label={t('nav.label')}>
        {DESTINATIONS.filter(({ right }) => rights.includes(right)).map(({ path, icon, label }) => (
          <Link key={path} to={path} className="rail-link" title={railOpen ? undefined : t(`nav.${label}`)} aria-label={t(`nav.${label}`)} data-testid={`nav-${label}`}>
            {icon}
            {railOpen && <span>{t(`nav.${label}`)}</span>}
          </Link>
        ))}
      </nav>
      <div className="rail-foot">
        <button type="button" className="rail-toggle rail-link" aria-label={railOpen ? t('nav.collapse') : t('nav.expand')} onClick={() => setPreferences({ railOpen: !railOpen })}>
          {railOpen ? <MenuFoldOutlined /> : <MenuUnfoldOutlined />}
          {railOpen && <span>{t('nav.collapse')}</span>}
        </button>
      </div>
    </div>
  )
}
