import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '@/components/ui/data-table'
import { Page } from '@/components/ui/page'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import { fold } from '@/lib/format'
import { usersQuery } from './api/get-users'
import { ResetPasswordDialog } from './reset-password-dialog'
import { RoleNoticesDialog } from './role-notices-dialog'
import { userColumns } from './user-columns'
import { UserDialog } from './user-dialog'
import type { Editing } from './user-states'

export function UsersPage() {
  const { t } = useTranslation()
  const users = useQuery(usersQuery)
  const [notices, setNotices] = useState(false)
  const [text, setText] = useState('')
  const [editing, setEditing] = useState<Editing | null>(null)
  const columns = useMemo(() => userColumns(t, setEditing), [t])
  const shown = (users.data ?? []).filter((user) => fold(`${user.account} ${user.fullName} ${user.unit.name}`).includes(fold(text)))
  const close = () => setEditing(null)
  return (
    <Page
      title={t('user.page')} count={users.data?.length} updatedAt={users.dataUpdatedAt} testId="page-users"
      actions={<><Button onClick={() => setNotices(true)} data-testid="role-notices">{t('noticeOut.roleTitle')}</Button><Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing({ kind: 'create' })} data-testid="user-create">{t('user.create')}</Button></>}
    >
      <Input allowClear style={{ maxWidth: 320 }} value={text} placeholder={t('user.textPlaceholder')} aria-label={t('user.textPlaceholder')} onChange={(event) => setText(event.target.value)} />
      <div className="card table-box">
        <QueryView query={users}>
          {() => shown.length === 0 ? <PageState title={t('user.noMatch')} testId="state-no-match" /> : <DataTable label={t('user.page')} testId="user-table" columns={columns} rows={shown} rowKey={(user) => user.account} />}
        </QueryView>
      </div>
      {notices && <RoleNoticesDialog onClose={() => setNotices(false)} />}
      {editing?.kind === 'create' && <UserDialog onClose={close} />}
      {editing?.kind === 'edit' && <UserDialog user={editing.user} onClose={close} />}
      {editing?.kind === 'password' && <ResetPasswordDialog user={editing.user} onClose={close} />}
    </Page>
  )
}
