import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { LevelShape } from '@/components/ui/severity'
import { Keycap } from '@/components/ui/keycap'
import { LEVELS, type AlertPage } from '@/lib/api-types'
import { number } from '@/lib/format'
import { levelsOf, type QueueSearch } from './queue-search'

type Props = { page: AlertPage | undefined; search: QueueSearch; fresh: number; live: boolean; onChange: (change: Partial<QueueSearch>) => void; onLoad: () => void }

/** Counts by level, what is late, what is nobody's, and how many wait outside; each is a filter. */
export function CountsStrip({ page, search, fresh, live, onChange, onLoad }: Props) {
  const { t } = useTranslation()
  const chosen = levelsOf(search)
  return (
    <div className="card strip">
      {LEVELS.map((level) => (
        <button key={level} type="button" className="strip-item" aria-pressed={chosen.length === 1 && chosen[0] === level} data-testid={`count-${level}`} onClick={() => onChange({ level: chosen.length === 1 && chosen[0] === level ? undefined : level })}>
          <LevelShape level={level} />
          {t(`level.${level}`)}
          <b className={`sev-${level}`}>{page ? number(page.counts[level] ?? 0) : '–'}</b>
        </button>
      ))}
      <span className="faint" aria-hidden="true">|</span>
      <span className={page && page.overdue > 0 ? 'tone-bad' : 'muted'}>{t('queue.overdue', { count: page?.overdue ?? 0 })}</span>
      <button type="button" className="strip-item" aria-pressed={search.owner === 'none'} onClick={() => onChange({ owner: search.owner === 'none' ? undefined : 'none' })} data-testid="count-unassigned">
        {t('queue.unassigned')} <b>{page ? number(page.unassigned) : '–'}</b>
      </button>
      <span style={{ marginLeft: 'auto' }} className="row" aria-live="polite">
        {fresh > 0 ? (
          <Button type="primary" onClick={onLoad} data-testid="load-new">{t('queue.fresh', { count: fresh })} <Keycap>.</Keycap></Button>
        ) : (
          <span className={live ? 'tone-ok' : 'faint'}>{live ? `● ${t('queue.live')}` : `○ ${t('queue.notLive')}`}</span>
        )}
      </span>
    </div>
  )
}
