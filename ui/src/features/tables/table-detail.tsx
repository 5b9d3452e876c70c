import { DownloadOutlined, RollbackOutlined, UploadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Digest } from '@/components/ui/copy-button'
import { QueryView } from '@/components/ui/query-view'
import { Moment } from '@/components/ui/time'
import type { TableName, TableVersion } from '@/lib/api-types'
import { bytes } from '@/lib/format'
import { useCan } from '@/lib/session'
import { contentPath, versionsQuery } from './api/get-tables'
import { ReplaceDialog } from './replace-dialog'
import { RollBackDialog } from './roll-back-dialog'
import { aboutKey } from './table-names'

/** What a table is for, its columns, and its versions, newest first. */
export function TableDetail({ name }: { name: TableName }) {
  const { t } = useTranslation()
  const versions = useQuery(versionsQuery(name))
  const [replacing, setReplacing] = useState(false)
  const [back, setBack] = useState<TableVersion | null>(null)
  const mayEdit = useCan('TABLE_EDIT')
  return (
    <div className="stack-s" data-testid="table-detail">
      <p>{t(aboutKey(name))}</p>
      {mayEdit && <div className="row"><Button type="primary" icon={<UploadOutlined />} onClick={() => setReplacing(true)} data-testid="table-replace">{t('tables.replace')}</Button></div>}
      <QueryView query={versions} rows={2}>
        {(list) => (
          <ul className="plain-list stack-s" data-testid="table-versions">
            {list.map((version, index) => (
              <li key={version.version} className="row" data-testid={`version-${version.version}`}>
                <span className="strong">{version.version === 0 ? t('tables.base') : t('tables.numbered', { version: version.version })}</span>
                {index === 0 && <span className="tone-ok">{t('tables.inForce')}</span>}
                {version.at && <Moment at={version.at} />}
                <span>{version.author}</span>
                <span className="grow cut">{version.note}</span>
                <span className="num">{version.bytes === 0 ? t('tables.absent') : bytes(version.bytes)}</span>
                <Digest value={version.digest} />
                {mayEdit && version.kept && <Button size="small" icon={<DownloadOutlined />} href={contentPath(name, version.version)} download aria-label={t('tables.download')} title={t('tables.download')} />}
                {mayEdit && index > 0 && (version.kept || version.version === 0) && <Button size="small" icon={<RollbackOutlined />} onClick={() => setBack(version)} data-testid={`roll-back-${version.version}`}>{t('tables.rollBack')}</Button>}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
      {replacing && <ReplaceDialog name={name} onClose={() => setReplacing(false)} />}
      {back && <RollBackDialog name={name} version={back} onClose={() => setBack(null)} />}
    </div>
  )
}
