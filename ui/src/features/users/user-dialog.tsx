import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { ROLES, type NewUser, type User } from '@/lib/api-types'
import { fold } from '@/lib/format'
import { unitsQuery } from '@/lib/shared-queries'
import { useChangeUser, useCreateUser } from './api/get-users'
import { NewPasswordField } from './new-password-field'

/** Creates an account, or changes name, unit and roles of one. */
export function UserDialog({ user, onClose }: { user?: User; onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<NewUser>()
  const units = useQuery(unitsQuery).data ?? []
  const create = useCreateUser()
  const change = useChangeUser()
  const write = user ? change : create
  const required = [{ required: true, message: t('form.required') }]
  const submit = (fields: NewUser) => {
    if (user) change.mutate({ account: user.account, fullName: fields.fullName, unit: fields.unit, roles: fields.roles }, { onSuccess: onClose })
    else create.mutate(fields, { onSuccess: onClose })
  }
  return (
    <Modal open title={user ? t('user.edit', { account: user.account }) : t('user.create')} okText={t('action.save')} okButtonProps={{ 'data-testid': 'user-save' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={write.isPending} width={500}>
      <div className="stack">
        {write.error && <Notice tone="bad">{write.error.message}</Notice>}
        <Form<NewUser> form={form} layout="vertical" requiredMark={false} autoComplete="off" initialValues={user && { fullName: user.fullName, unit: user.unit.code, roles: user.roles }} onFinish={submit}>
          {!user && <Form.Item name="account" label={t('login.account')} rules={[...required, { pattern: /^[a-z0-9][a-z0-9._-]{1,63}$/, message: t('user.accountHint') }]}><Input autoFocus data-testid="user-account" /></Form.Item>}
          <Form.Item name="fullName" label={t('user.fullName')} rules={required}><Input data-testid="user-name" /></Form.Item>
          <Form.Item name="unit" label={t('queue.organization')} rules={required}>
            <Select data-testid="user-unit" showSearch={{ filterOption: (typed, option) => fold(option?.label ?? '').includes(fold(typed)) }} options={units.map(({ code, name }) => ({ value: code, label: name }))} />
          </Form.Item>
          <Form.Item name="roles" label={t('user.roles')} rules={required}>
            <Select data-testid="user-roles" mode="multiple" options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
          </Form.Item>
          {!user && <NewPasswordField />}
        </Form>
      </div>
    </Modal>
  )
}
