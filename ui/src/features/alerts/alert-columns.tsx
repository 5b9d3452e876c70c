import type { TFunction } from 'i18next'
import type { Column } from '@/components/ui/data-table'
import { Owner } from '@/components/ui/owner'
import { LevelMark } from '@/components/ui/severity'
import { AlertStatePill } from '@/components/ui/states'
import { Age, Countdown, Moment } from '@/components/ui/time'
import type { Alert } from '@/lib/api-types'
import { number } from '@/lib/format'
import { difference } from './why'

/** `attack.t1110.001` as people say it: T1110.001. */
export function techniqueOf(alert: Alert): string | undefined {
  return alert.tags.find((tag) => /^attack\.t\d/i.test(tag))?.slice(7).toUpperCase()
}

/** Who it is about where the table has no column for it, then what differs from the other alerts of the rule. */
function Under({ alert }: { alert: Alert }) {
  const words = difference(alert)
  return (
    <span className="cut" title={alert.reason}>
      {alert.entity && <span className={words ? 'row-entity row-entity-before mono' : 'row-entity mono'}>{alert.entity}</span>}
      {words}
    </span>
  )
}

function Due({ alert }: { alert: Alert }) {
  if (alert.state === 'TAM_HOAN' && alert.snoozedUntil) return <Moment at={alert.snoozedUntil} short />
  return alert.dueAt ? <Countdown dueAt={alert.dueAt} startsAt={alert.detected} short /> : <span className="faint">—</span>
}

export function alertColumns(t: TFunction): Column<Alert>[] {
  return [
    { key: 'level', title: t('queue.level'), width: 58, render: (alert) => <LevelMark level={alert.level} /> },
    { key: 'age', title: t('queue.age'), width: 62, align: 'right', render: (alert) => <Age at={alert.lastAt} /> },
    { key: 'due', title: t('queue.due'), width: 74, align: 'right', render: (alert) => <Due alert={alert} /> },
    {
      key: 'title', title: t('queue.alert'), render: (alert) => (
        <span className="two-lines">
          <span className="cut strong" title={alert.title}>{alert.title}</span>
          <Under alert={alert} />
        </span>
      ),
    },
    { key: 'entity', title: t('queue.entity'), width: 164, from: 820, render: (alert) => <span className="cut mono" title={alert.entity}>{alert.entity}</span> },
    { key: 'organization', title: t('queue.organization'), width: 148, from: 1080, render: (alert) => <span className="cut" title={alert.organization?.name}>{alert.organization?.name ?? '—'}</span> },
    { key: 'rule', title: t('queue.technique'), width: 88, from: 1080, render: (alert) => <span className="cut mono" title={alert.ruleId}>{techniqueOf(alert) ?? alert.ruleId}</span> },
    { key: 'occurrences', title: t('queue.occurrences'), width: 76, align: 'right', from: 1080, render: (alert) => <span className="num" title={alert.more ? t('panel.more', { count: alert.more }) : undefined}>{`×${number(alert.occurrences)}`}{alert.more ? <b className="strong">{` +${number(alert.more)}`}</b> : null}</span> },
    { key: 'owner', title: t('queue.owner'), width: 62, align: 'center', from: 820, render: (alert) => <Owner name={alert.owner} /> },
    { key: 'state', title: t('queue.state'), width: 126, render: (alert) => <AlertStatePill state={alert.state} /> },
  ]
}
