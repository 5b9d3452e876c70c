import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import type { Pipeline } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'

const SLOW_SECONDS = 60

/** The way of a line in five figures; what is wrong is said in a sentence below. */
export function PipelineStrip({ health }: { health: Pipeline }) {
  const { t } = useTranslation()
  const { journal } = health
  const inKafka = journal.lagUnit === 'LOGS'
  return (
    <div className="stack-s" data-testid="pipeline">
      <dl className="figures">
        {inKafka
          ? <Figure label={t('pipeline.kafka')}>{t('pipeline.inKafka')}</Figure>
          : <Figure label={t('pipeline.journal')} hint={t('pipeline.ofLimit', { limit: bytes(journal.limit) })}>{bytes(journal.bytes)}</Figure>}
        {inKafka
          ? <Figure label={t('pipeline.waitingInKafka')}>{t('pipeline.records', { records: number(journal.lag) })}</Figure>
          : <Figure label={t('pipeline.waiting')}>{bytes(journal.lag)}</Figure>}
        <Figure label={t('pipeline.parsed')} hint={t('pipeline.unparsed', { count: health.unparsed })}>{number(health.parsed)}</Figure>
        <Figure label={t('pipeline.stored')}>{number(health.stored)}</Figure>
        <Figure label={t('pipeline.detection')} bad={health.detectionLagSeconds > SLOW_SECONDS}>{t('pipeline.seconds', { count: health.detectionLagSeconds })}</Figure>
        <Figure label={t('pipeline.lostUdp')} bad={journal.lostUdp > 0}>{number(journal.lostUdp)}</Figure>
      </dl>
      {journal.paused && <Notice tone="bad">{t(inKafka ? 'pipeline.pausedKafka' : 'pipeline.paused')}</Notice>}
      {journal.stale && <Notice tone="bad">{t('pipeline.stale', { count: Math.floor(journal.oldestUnreadSeconds / 3600) })}</Notice>}
      {journal.expired > 0 && <Notice tone="bad">{t('pipeline.expired', { count: journal.expired })}</Notice>}
      {health.storeError && <Notice tone="bad">{t('pipeline.storeError', { error: health.storeError })}</Notice>}
      {health.detectionLagSeconds > SLOW_SECONDS && <Notice tone="warn">{t('pipeline.slow', { count: Math.round(health.detectionLagSeconds / 60) })}</Notice>}
    </div>
  )
}

function Figure({ label, hint, bad = false, children }: { label: string; hint?: string; bad?: boolean; children: ReactNode }) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd className={bad ? 'tone-bad' : undefined}>{children} {hint && <small>{hint}</small>}</dd>
    </div>
  )
}
