import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import type { Playbook } from '@/lib/api-types'
import { dateTime } from '@/lib/format'
import { playbooksQuery } from '@/lib/shared-queries'

/** The version of a CACAO playbook is the time it was changed last. */
const versionText = (version: string) => (Number.isNaN(Date.parse(version)) ? version : dateTime(version))

type Props = { category: string; label: string; busyId?: string; onChoose?: (playbook: Playbook) => void; onTry?: (playbook: Playbook) => void }

/** Playbooks to choose from; those for the category come first. */
export function PlaybookList({ category, label, busyId, onChoose, onTry }: Props) {
  const { t } = useTranslation()
  const playbooks = useQuery(playbooksQuery)
  const fits = (playbook: Playbook) => playbook.categories.includes(category)
  return (
    <QueryView query={playbooks} rows={4}>
      {(all) => all.length === 0 ? <PageState title={t('playbook.none')} /> : (
        <ul className="choices">
          {all.toSorted((a, b) => Number(fits(b)) - Number(fits(a))).map((playbook) => (
            <li key={playbook.id} className="row" data-row-key={playbook.id}>
              <span className="grow">
                <span className="strong">{playbook.name}</span> {fits(playbook) && <span className="pill pill-ok">{t('playbook.fits')}</span>}
                <div className="muted">{playbook.description}</div>
                <div className="faint">{t('playbook.steps', { count: playbook.steps })} · {t('playbook.version', { at: versionText(playbook.version) })}</div>
              </span>
              {onTry && <Button type="text" onClick={() => onTry(playbook)} data-testid={`try-${playbook.id}`}>{t('dryRun.action')}</Button>}
              {onChoose && <Button type={fits(playbook) ? 'primary' : 'default'} loading={busyId === playbook.id} onClick={() => onChoose(playbook)} data-testid={`start-${playbook.id}`}>{label}</Button>}
            </li>
          ))}
        </ul>
      )}
    </QueryView>
  )
}
