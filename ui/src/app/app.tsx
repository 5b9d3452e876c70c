import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as AntdApp, ConfigProvider } from 'antd'
import enGB from 'antd/locale/en_GB'
import viVN from 'antd/locale/vi_VN'
import { StrictMode, useEffect, useState } from 'react'
import { setLanguage } from '@/lib/i18n'
import { setShortcutsEnabled } from '@/lib/keyboard'
import { usePreferences } from '@/lib/preferences'
import { createQueryClient } from '@/lib/query-client'
import { useReducedMotion } from '@/lib/reduced-motion'
import { styleNonce, nonceForEveryStyle } from '@/lib/style-nonce'
import { createAppRouter } from './router'
import { themeFor } from './theme'

const nonce = styleNonce()
if (nonce) nonceForEveryStyle(nonce)

export function App() {
  const preferences = usePreferences()
  const { theme, density, language, shortcuts } = preferences
  const lessMotion = useReducedMotion()
  const [{ client, router }] = useState(createServices)
  useEffect(() => {
    document.documentElement.dataset.theme = theme
    document.documentElement.dataset.density = density
  }, [theme, density])
  useEffect(() => {
    void setLanguage(language)
  }, [language])
  useEffect(() => setShortcutsEnabled(shortcuts), [shortcuts])
  return (
    <StrictMode>
      <ConfigProvider locale={language === 'en' ? enGB : viVN} theme={themeFor(preferences, lessMotion)} wave={{ disabled: true }} componentSize={density === 'compact' ? 'small' : 'middle'} csp={nonce ? { nonce } : undefined}>
        <AntdApp style={{ height: '100%' }}>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </AntdApp>
      </ConfigProvider>
    </StrictMode>
  )
}

function createServices() {
  const client = createQueryClient(() => {
    const { pathname, href } = router.state.location
    if (pathname === '/login') return
    client.removeQueries()
    void router.navigate({ to: '/login', search: { next: href } })
  })
  const router = createAppRouter(client)
  return { client, router }
}
