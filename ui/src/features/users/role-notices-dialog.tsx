import { useQuery } from '@tanstack/react-query'
import { Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { NoticeKinds } from '@/components/ui/notice-kinds'
import type { NoticeChoices } from '@/lib/notice-types'
import { roleNoticesQuery, useChooseForRole } from './api/role-notices'

/** Which notices leave for those who hold a role and have not chosen themselves. */
export function RoleNoticesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const query = useQuery(roleNoticesQuery)
  const choose = useChooseForRole()
  const [role, setRole] = useState('DIEU_PHOI')
  const [changed, setChanged] = useState<NoticeChoices | null>(null)
  const kinds = changed ?? query.data?.find((each) => each.role === role)?.kinds
  const error = choose.error ?? query.error
  const pick = (next: string) => {
    setRole(next)
    setChanged(null)
  }
  const save = () => kinds && choose.mutate({ role, kinds }, { onSuccess: onClose })
  return (
    <Modal open title={t('noticeOut.roleTitle')} okText={t('action.save')} onCancel={onClose} onOk={save} okButtonProps={{ 'data-testid': 'role-notices-save' }} confirmLoading={choose.isPending} width={560}>
      <div className="stack">
        {error && <Notice tone="bad">{error.message}</Notice>}
        <p className="muted">{t('noticeOut.roleHint')}</p>
        <Select value={role} onChange={pick} aria-label={t('noticeOut.role')} options={(query.data ?? []).map((each) => ({ value: each.role, label: each.name }))} />
        {kinds && <NoticeKinds value={kinds} onChange={setChanged} testId="role-notice-kinds" />}
      </div>
    </Modal>
  )
}
