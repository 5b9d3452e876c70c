import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TableVersion } from '@/lib/api-types'
import { useRollBackTable } from './api/get-tables'
import { TableProblems } from './table-problems'

/** Puts an earlier version in force again, as a new one. */
export function RollBackDialog({ name, version, onClose }: { name: string; version: TableVersion; onClose: () => void }) {
  const { t } = useTranslation()
  const back = useRollBackTable(name)
  const [note, setNote] = useState('')
  return (
    <Modal open title={t('tables.rollBackTitle', { name, version: version.version })} okText={t('tables.rollBack')} okButtonProps={{ 'data-testid': 'roll-back-submit' }} onCancel={onClose} onOk={() => back.mutate({ version: version.version, note: note.trim() }, { onSuccess: onClose })} confirmLoading={back.isPending}>
      <div className="stack">
        {back.error && <TableProblems error={back.error} />}
        <p>{t('tables.rollBackHint')}</p>
        <Input.TextArea rows={2} maxLength={400} value={note} onChange={(event) => setNote(event.target.value)} placeholder={t('tables.note')} aria-label={t('tables.note')} />
      </div>
    </Modal>
  )
}
