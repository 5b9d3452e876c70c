import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Pill } from '@/components/ui/pill'
import { Moment } from '@/components/ui/time'
import { number } from '@/lib/format'
import { canaryQuery } from './api/get-rules'

/** The test event that goes the whole way of a log line: the proof that detection lives. */
export function CanaryStrip() {
  const { t } = useTranslation()
  const { data, error } = useQuery(canaryQuery)
  if (!data) return <div className="card strip faint" data-testid="canary">{error ? `${t('canary.title')}: ${error.message}` : t('state.loading')}</div>
  return (
    <div className="card strip" data-testid="canary" data-missing={data.missing}>
      <span className="strong">{t('canary.title')}</span>
      {!data.enabled ? <Pill>{t('canary.off')}</Pill> : data.missing ? <Pill tone="bad">{t('canary.missing')}</Pill> : data.lastSeen ? <Pill tone="ok">{t('canary.alive')}</Pill> : <Pill tone="now">{t('canary.waiting')}</Pill>}
      {data.lastSeen && <span>{t('canary.lastSeen')} <Moment at={data.lastSeen} />{data.lastSeconds !== null && <span className="num"> · {t('canary.took', { seconds: number(data.lastSeconds, 1) })}</span>}</span>}
      {data.nodes.length > 1 && data.nodes.filter((node) => node.missing || !node.sending).map((node) => (
        <Pill key={node.name} tone={node.missing ? 'bad' : undefined}>{t(node.missing ? 'canary.nodeMissing' : 'canary.nodeStopped', { name: node.name })}</Pill>
      ))}
      {data.enabled && <span className="faint num">{t('canary.counts', { seen: data.seen, sent: data.sent, minutes: number(data.periodSeconds / 60) })} · {t(`canaryPath.${data.path}`)}</span>}
    </div>
  )
}
