import { Outlet, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '@/lib/keyboard'
import { useSession } from '@/lib/session'
import { KeyboardHelp } from './keyboard-help'
import { PLACES } from './navigation'
import { SideRail } from './side-rail'
import { TopBar } from './top-bar'

export function Shell() {
  const { t } = useTranslation()
  const session = useSession()
  const navigate = useNavigate()
  const [help, setHelp] = useState(false)
  useKeys({
    '?': () => setHelp(true),
    '/': () => document.getElementById('global-search')?.focus(),
    ...Object.fromEntries(PLACES.filter(({ right }) => session?.rights.includes(right)).map(({ keys, path }) => [keys, () => void navigate({ to: path })])),
  })
  if (!session) return null
  return (
    <div className="frame">
      <a href="#content" className="skip-link">{t('app.skip')}</a>
      <SideRail rights={session.rights} />
      <TopBar session={session} onHelp={() => setHelp(true)} />
      <main id="content" className="content" tabIndex={-1}>
        <Outlet />
      </main>
      <div id="live-region" className="visually-hidden" aria-live="polite" />
      <KeyboardHelp open={help} onClose={() => setHelp(false)} />
    </div>
  )
}
