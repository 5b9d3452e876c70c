import { PauseCircleOutlined, PlayCircleOutlined } from '@ant-design/icons'
import { App, Button, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { Duration } from '@/components/ui/time'
import type { Drill, DrillAt } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'
import { useCan } from '@/lib/session'
import { useTurn } from './api/get-drills'

/** A drill without a result: how far it is, or that it was stopped and can go on. */
export function OpenDrill({ drill, at }: { drill: Drill; at: DrillAt | null }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayRun = useCan('BACKUP_RUN')
  const turn = useTurn()
  const runs = drill.state === 'RUNNING'
  const go = (what: 'stop' | 'resume') => turn.mutate({ id: drill.id, what }, { onSuccess: () => void message.success(t(`drill.turned.${what}`)), onError: (error) => void message.error(error.message) })
  return (
    <div className="stack" data-testid={`open-drill-${drill.id}`}>
      {runs && at ? <Running at={at} /> : <p className="tone-warn">{t('drill.interrupted')}</p>}
      {mayRun && <div className="row-wrap">{runs ? <Button icon={<PauseCircleOutlined />} loading={turn.isPending} onClick={() => go('stop')} data-testid={`stop-${drill.id}`}>{t('drill.stop')}</Button> : <Button icon={<PlayCircleOutlined />} loading={turn.isPending} onClick={() => go('resume')} data-testid={`resume-${drill.id}`}>{t('drill.resume')}</Button>}</div>}
    </div>
  )
}

function Running({ at }: { at: DrillAt }) {
  const { t } = useTranslation()
  return (
    <div aria-live="polite">
      <p><b>{t(`drill.phase.${at.phase}`)}</b>{at.target > 0 && <> · {t('drill.ofTarget', { target: at.target, targets: at.targets })}</>}</p>
      {at.ofBytes > 0 && (
        <>
          <Progress percent={Math.min(100, Math.round((100 * at.bytes) / at.ofBytes))} />
          <p className="num">{number(at.files)} / {number(at.ofFiles)} · {bytes(at.bytes)} / {bytes(at.ofBytes)} · {bytes(at.rate)}/s{at.left !== null && <> · {t('drill.left')} <Duration seconds={at.left} /></>}</p>
        </>
      )}
    </div>
  )
}
