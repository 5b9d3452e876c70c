import type { TFunction } from 'i18next'
import type { Column } from '@/components/ui/data-table'
import { Pill } from '@/components/ui/pill'
import { Moment } from '@/components/ui/time'
import type { User } from '@/lib/api-types'
import { UserActions } from './user-actions'
import { isLocked, type Editing } from './user-states'

function stateOf(user: User, t: TFunction) {
  if (!user.enabled) return <Pill tone="plain">{t('user.disabled')}</Pill>
  if (isLocked(user)) return <Pill tone="bad">{t('user.locked')}</Pill>
  return <Pill tone="ok">{t('user.active')}</Pill>
}

export function userColumns(t: TFunction, onEdit: (editing: Editing) => void): Column<User>[] {
  return [
    { key: 'state', title: t('queue.state'), width: 116, render: (user) => stateOf(user, t) },
    { key: 'name', title: t('user.user'), sort: (a, b) => a.fullName.localeCompare(b.fullName, 'vi'), render: (user) => <span className="two-lines"><span className="cut strong">{user.fullName}</span><span className="cut mono">{user.account}</span></span> },
    { key: 'unit', title: t('queue.organization'), width: 186, from: 820, sort: (a, b) => a.unit.name.localeCompare(b.unit.name, 'vi'), render: (user) => <span className="cut" title={user.unit.name}>{user.unit.name}</span> },
    { key: 'roles', title: t('user.roles'), width: 142, render: (user) => <span className="cut">{user.roles.map((role) => t(`role.${role}`)).join(', ')}</span> },
    { key: 'mfa', title: t('user.mfa'), width: 106, from: 1080, render: (user) => user.mfa ? <Pill tone="ok">{t('user.mfaOn')}</Pill> : <Pill tone="warn">{t('user.mfaOff')}</Pill> },
    { key: 'login', title: t('user.lastLogin'), width: 132, from: 1080, sort: (a, b) => (a.lastLogin ?? '').localeCompare(b.lastLogin ?? ''), render: (user) => <Moment at={user.lastLogin} short /> },
    { key: 'actions', title: <span className="visually-hidden">{t('user.actions')}</span>, width: 340, align: 'right', render: (user) => <UserActions user={user} onEdit={onEdit} /> },
  ]
}
