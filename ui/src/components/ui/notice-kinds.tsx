import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { NOTICE_KINDS, type NoticeChoices } from '@/lib/notice-types'

/** Which kinds of notice leave by which way. */
export function NoticeKinds({ value, onChange, testId }: { value: NoticeChoices; onChange: (next: NoticeChoices) => void; testId: string }) {
  const { t } = useTranslation()
  return (
    <table className="plain-table" data-testid={testId}>
      <thead><tr><th scope="col">{t('noticeOut.kind')}</th><th scope="col">{t('noticeOut.mail')}</th><th scope="col">{t('noticeOut.webhook')}</th></tr></thead>
      <tbody>
        {NOTICE_KINDS.map((kind) => (
          <tr key={kind}>
            <th scope="row">{t(`noticeKind.${kind}`)}</th>
            {(['mail', 'webhook'] as const).map((way) => (
              <td key={way}><Checkbox checked={value[kind][way]} aria-label={`${t(`noticeKind.${kind}`)}: ${t(`noticeOut.${way}`)}`} onChange={(event) => onChange({ ...value, [kind]: { ...value[kind], [way]: event.target.checked } })} /></td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
