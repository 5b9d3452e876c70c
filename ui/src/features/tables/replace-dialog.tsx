import { InboxOutlined } from '@ant-design/icons'
import { Input, Modal, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bytes } from '@/lib/format'
import { useReplaceTable } from './api/get-tables'
import { TableProblems } from './table-problems'

/** Puts a file in the place of a table, or shows every mistake in it. */
export function ReplaceDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation()
  const replace = useReplaceTable(name)
  const [file, setFile] = useState<File | null>(null)
  const [note, setNote] = useState('')
  const submit = () => file && replace.mutate({ file, note: note.trim() }, { onSuccess: onClose })
  return (
    <Modal open title={t('tables.replaceTitle', { name })} okText={t('tables.replace')} okButtonProps={{ 'data-testid': 'replace-submit', disabled: file === null }} onCancel={onClose} onOk={submit} confirmLoading={replace.isPending} width={640}>
      <div className="stack">
        {replace.error && <TableProblems error={replace.error} />}
        <Upload.Dragger maxCount={1} showUploadList={false} beforeUpload={(chosen) => { setFile(chosen); replace.reset(); return false }} data-testid="replace-file">
          <p className="faint" style={{ fontSize: 24 }}><InboxOutlined /></p>
          {file ? <p className="strong wrap-any">{file.name} · {bytes(file.size)}</p> : <p>{t('tables.drop')}</p>}
        </Upload.Dragger>
        <Input.TextArea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} placeholder={t('tables.note')} aria-label={t('tables.note')} data-testid="replace-note" />
        <p className="faint">{t('tables.replaceHint')}</p>
      </div>
    </Modal>
  )
}
