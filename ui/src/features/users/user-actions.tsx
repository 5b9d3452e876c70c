import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { User } from '@/lib/api-types'
import { useSession } from '@/lib/session'
import { useChangeUser, useUnlockUser } from './api/get-users'
import { isLocked, type Editing } from './user-states'

export function UserActions({ user, onEdit }: { user: User; onEdit: (editing: Editing) => void }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const self = useSession()?.account === user.account
  const change = useChangeUser()
  const unlock = useUnlockUser()
  const fail = { onError: (error: Error) => void message.error(error.message) }
  const toggle = () => {
    if (!user.enabled) return change.mutate({ account: user.account, enabled: true }, fail)
    void modal.confirm({ title: t('user.disableTitle', { name: user.fullName }), content: t('user.disableHint'), okText: t('user.disable'), onOk: () => change.mutate({ account: user.account, enabled: false }, fail) })
  }
  return (
    <span className="row" style={{ justifyContent: 'flex-end', gap: 2 }}>
      {isLocked(user) && <Button loading={unlock.isPending} onClick={() => unlock.mutate(user.account, fail)} data-testid={`unlock-${user.account}`}>{t('user.unlock')}</Button>}
      <Button type="text" onClick={() => onEdit({ kind: 'edit', user })} data-testid={`edit-${user.account}`}>{t('action.edit')}</Button>
      <Button type="text" onClick={() => onEdit({ kind: 'password', user })} data-testid={`password-${user.account}`}>{t('user.resetPassword')}</Button>
      <Button type="text" danger={user.enabled} disabled={self} loading={change.isPending} onClick={toggle} data-testid={`toggle-${user.account}`}>{user.enabled ? t('user.disable') : t('user.enable')}</Button>
    </span>
  )
}
