import { useTranslation } from 'react-i18next'

const EXAMPLES = [
  ['failures', 'event.action:dang_nhap AND event.outcome:failure'],
  ['lookup', 'event.action:tra_cuu_dan_cu AND dvc.lookup.result_count:[100 TO *]'],
  ['network', 'source.ip:203.0.113.* AND NOT dvc.network.is_tslcd:true'],
  ['dossier', 'dvc.dossier.code:"H60.05-261120-0042"'],
  ['unparsed', 'event.kind:pipeline_error'],
  ['words', '"giấy phép xây dựng"'],
] as const

export function SyntaxHelp({ onUse }: { onUse: (query: string) => void }) {
  const { t } = useTranslation()
  return (
    <div className="stack" style={{ maxWidth: 620 }} data-testid="syntax-help">
      <p className="muted">{t('search.syntax')}</p>
      {EXAMPLES.map(([name, query]) => (
        <div key={name}>
          <div className="faint">{t(`search.example.${name}`)}</div>
          <button type="button" className="link-button mono" onClick={() => onUse(query)}>{query}</button>
        </div>
      ))}
    </div>
  )
}
