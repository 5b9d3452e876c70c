import type { TFunction } from 'i18next'
import type { Column } from '@/components/ui/data-table'
import { Pill } from '@/components/ui/pill'
import { Age } from '@/components/ui/time'
import type { Source } from '@/lib/api-types'
import { number, span } from '@/lib/format'

const SKEW_SECONDS = 300

function health(source: Source, t: TFunction) {
  if (source.lastSeen === null) return <Pill tone="plain">{t('sources.neverSeen')}</Pill>
  if (source.silent) return <Pill tone="bad">{t('sources.silent')}</Pill>
  if (source.state === 'RESTING') return <Pill tone="plain" title={t('sources.restingHint')}>{t('sources.resting')}</Pill>
  if (source.state === 'LEARNING') return <Pill tone="plain" title={t('sources.learningHint')}>{t('sources.learning')}</Pill>
  return source.problem ? <Pill tone="warn">{t('sources.trouble')}</Pill> : <Pill tone="ok">{t('sources.fine')}</Pill>
}

/** Which fields its events carry, for the hint under the pointer. */
const fieldsOf = (source: Source) => source.fields.map(({ field, share }) => `${field} ${number(share * 100)} %`).join('\n')

function guarantee(source: Source, t: TFunction) {
  if (source.acknowledged === null) return <span className="faint">—</span>
  return source.acknowledged ? <Pill tone="ok">{t('sources.acknowledged')}</Pill> : <Pill tone="warn" title={t('sources.mayLoseHint')}>{t('sources.mayLose')}</Pill>
}

/** How far its clock is ahead (+) or behind (−): seconds while few, then `2:41:04`. */
function skew(seconds: number | null, t: TFunction) {
  if (seconds === null) return <span className="faint">—</span>
  const sign = seconds > 0 ? '+' : seconds < 0 ? '−' : ''
  const size = Math.abs(seconds)
  const shown = size < 120 ? `${number(size)} ${t('unit.s')}` : span(size * 1000, t('unit.day'))
  return <span className={size > SKEW_SECONDS ? 'num nowrap tone-warn' : 'num nowrap'}>{sign}{shown}</span>
}

const waysOf = (source: Source, t: TFunction) => source.ways.map((way) => t(`sources.way.${way}`)).join(', ') || '—'

export function sourceColumns(t: TFunction): Column<Source>[] {
  return [
    { key: 'state', title: t('queue.state'), width: 146, sort: (a, b) => Number(a.silent) - Number(b.silent), render: (source) => health(source, t) },
    {
      key: 'name', title: t('sources.source'), sort: (a, b) => a.name.localeCompare(b.name, 'vi'), render: (source) => (
        <span className="two-lines">
          <span className="cut strong">{source.name}{source.name !== source.id && <span className="faint mono"> {source.id}</span>}</span>
          {source.problem ? <span className="cut tone-warn" title={source.problem}>{source.problem}</span> : <span className="cut">{source.organization?.name ?? t('sources.shared')}</span>}
        </span>
      ),
    },
    { key: 'input', title: t('sources.input'), width: 122, render: (source) => <span className="two-lines"><span className="cut" title={waysOf(source, t)}>{waysOf(source, t)}</span><span className="cut mono">{source.dataset}</span></span> },
    { key: 'rate', title: t('sources.perMinute'), width: 100, align: 'right', sort: (a, b) => a.perMinute - b.perMinute, render: (source) => <span className="num">{number(source.perMinute, 1)}</span> },
    { key: 'usual', title: t('sources.usual'), width: 128, align: 'right', from: 1560, render: (source) => source.usualFewest === null || source.usualMost === null ? <span className="faint">—</span> : <span className="num" title={t('sources.usualHint', { lines: number(source.windowLines) })}>{`${number(source.usualFewest)} – ${number(source.usualMost)}`}</span> },
    { key: 'expected', title: t('sources.expected'), width: 96, align: 'right', from: 1560, render: (source) => source.expectedGapSeconds === null ? <span className="faint">—</span> : <span className="num" title={t('sources.expectedHint')}>{`${number(source.expectedGapSeconds / 60)} ${t('unit.m')}`}</span> },
    { key: 'total', title: t('sources.total'), width: 104, align: 'right', from: 1080, sort: (a, b) => a.total - b.total, render: (source) => <span className="num">{number(source.total)}</span> },
    { key: 'seen', title: t('sources.lastSeen'), width: 84, align: 'right', render: (source) => source.lastSeen ? <Age at={source.lastSeen} /> : <span className="faint">—</span> },
    { key: 'unparsed', title: t('sources.unparsed'), width: 96, align: 'right', from: 1180, sort: (a, b) => a.unparsed - b.unparsed, render: (source) => <span className={source.unparsed > 0 ? 'num tone-warn' : 'num'} title={fieldsOf(source)}>{number(source.unparsed)}{source.unparsedShare > 0 && ` · ${number(source.unparsedShare * 100)} %`}</span> },
    { key: 'skew', title: t('sources.skew'), width: 104, align: 'right', from: 1080, render: (source) => skew(source.skewSeconds, t) },
    { key: 'ack', title: t('sources.guarantee'), width: 226, render: (source) => guarantee(source, t) },
  ]
}
