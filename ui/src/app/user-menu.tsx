import { BellOutlined, DownOutlined, KeyOutlined, LogoutOutlined, SafetyOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Popover, Segmented, Switch } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Owner } from '@/components/ui/owner'
import { NoticesDialog } from '@/features/session/notices-dialog'
import { PasswordDialog } from '@/features/session/password-dialog'
import { api } from '@/lib/api-client'
import type { Session } from '@/lib/api-types'
import { setPreferences, usePreferences } from '@/lib/preferences'

export function UserMenu({ session }: { session: Session }) {
  const [password, setPassword] = useState(false)
  const [notices, setNotices] = useState(false)
  const [open, setOpen] = useState(false)
  const start = () => {
    setOpen(false)
    setPassword(true)
  }
  return (
    <>
      <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} content={<Menu session={session} onPassword={start} onNotices={() => { setOpen(false); setNotices(true) }} />}>
        <Button type="text" data-testid="user-menu">
          <Owner name={session.fullName} />
          {session.fullName}
          <DownOutlined style={{ fontSize: 10 }} />
        </Button>
      </Popover>
      {notices && <NoticesDialog onClose={() => setNotices(false)} />}
      <PasswordDialog open={password} onClose={() => setPassword(false)} />
    </>
  )
}

function Menu({ session, onPassword, onNotices }: { session: Session; onPassword: () => void; onNotices: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const logout = async () => {
    await api.post('/api/logout')
    client.clear()
    await navigate({ to: '/login' })
  }
  return (
    <div className="stack" style={{ minWidth: 270 }}>
      <div>
        <div className="strong">{session.fullName}</div>
        <div className="faint">{`${session.account} · ${session.unit.name}`}</div>
        <div className="faint">{session.roles.map((role) => t(`role.${role}`)).join(', ')}</div>
      </div>
      <Choices />
      {!session.mfa.enrolled && <Button icon={<SafetyOutlined />} onClick={() => void navigate({ to: '/mfa' })}>{t('session.enrol')}</Button>}
      <Button icon={<BellOutlined />} onClick={onNotices} data-testid="my-notices">{t('noticeOut.title')}</Button>
      <Button icon={<KeyOutlined />} onClick={onPassword} data-testid="change-password">{t('session.changePassword')}</Button>
      <Button icon={<LogoutOutlined />} onClick={() => void logout()} data-testid="logout">{t('session.logout')}</Button>
      <span className="faint">{t('app.version', { version: session.version })}</span>
    </div>
  )
}

function Choices() {
  const { t } = useTranslation()
  const { language, theme, density, shortcuts } = usePreferences()
  return (
    <div className="stack-s">
      <Choice label={t('preference.language')}>
        <Segmented<'vi' | 'en'> aria-label={t('preference.language')} value={language} onChange={(value) => setPreferences({ language: value })} options={[{ value: 'vi', label: 'Tiếng Việt' }, { value: 'en', label: 'English' }]} />
      </Choice>
      <Choice label={t('preference.theme')}>
        <Segmented<'light' | 'dark'> aria-label={t('preference.theme')} value={theme} onChange={(value) => setPreferences({ theme: value })} options={[{ value: 'light', label: t('preference.light') }, { value: 'dark', label: t('preference.dark') }]} />
      </Choice>
      <Choice label={t('preference.density')}>
        <Segmented<'compact' | 'normal'> aria-label={t('preference.density')} value={density} onChange={(value) => setPreferences({ density: value })} options={[{ value: 'compact', label: t('preference.compact') }, { value: 'normal', label: t('preference.normal') }]} />
      </Choice>
      <Choice label={t('preference.shortcuts')}>
        <Switch checked={shortcuts} onChange={(value) => setPreferences({ shortcuts: value })} aria-label={t('preference.shortcuts')} />
      </Choice>
    </div>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="row between">
      <span className="muted">{label}</span>
      {children}
    </div>
  )
}
