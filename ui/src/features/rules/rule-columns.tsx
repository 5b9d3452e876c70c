import type { TFunction } from 'i18next'
import type { Column } from '@/components/ui/data-table'
import { Pill } from '@/components/ui/pill'
import { LevelMark } from '@/components/ui/severity'
import { Moment } from '@/components/ui/time'
import { LEVELS, type Rule } from '@/lib/api-types'
import { number } from '@/lib/format'

export function ruleColumns(t: TFunction): Column<Rule>[] {
  return [
    { key: 'level', title: t('queue.level'), width: 128, sort: (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level), render: (rule) => <LevelMark level={rule.level} full /> },
    {
      key: 'title', title: t('rules.rule'), sort: (a, b) => a.title.localeCompare(b.title, 'vi'), render: (rule) => (
        <span className="two-lines">
          <span className="cut strong" title={rule.title}>{rule.title}</span>
          <span className="cut mono" title={rule.file}>{rule.file}</span>
        </span>
      ),
    },
    { key: 'kind', title: t('rules.kind'), width: 112, from: 1080, render: (rule) => t(`rules.kinds.${rule.kind}`) },
    { key: 'logsource', title: t('rules.logsource'), width: 176, from: 820, render: (rule) => <span className="cut mono">{rule.logsource}</span> },
    { key: 'tags', title: t('queue.technique'), width: 96, from: 1080, render: (rule) => <span className="cut mono">{rule.tags.filter((tag) => /^attack\.t\d/i.test(tag)).map((tag) => tag.slice(7).toUpperCase()).join(', ') || '—'}</span> },
    { key: 'origin', title: t('rules.origin'), width: 92, from: 1080, render: (rule) => t(`rules.origins.${rule.origin}`) },
    { key: 'alerts', title: t('incident.alerts'), width: 88, align: 'right', sort: (a, b) => a.alerts - b.alerts, render: (rule) => <span className="num">{number(rule.alerts)}</span> },
    { key: 'lastFired', title: t('rules.lastFired'), width: 156, from: 820, sort: (a, b) => (a.lastFired ?? '').localeCompare(b.lastFired ?? ''), render: (rule) => rule.lastFired ? <Moment at={rule.lastFired} /> : <span className="faint">{t('rules.never')}</span> },
    { key: 'enabled', title: t('queue.state'), width: 118, render: (rule) => <Pill tone={rule.enabled ? 'ok' : 'plain'}>{rule.enabled ? t('rules.on') : t('rules.off')}</Pill> },
  ]
}
