import { CloudSyncOutlined, DeleteOutlined, PlayCircleOutlined, SafetyCertificateOutlined, SearchOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { useStart, type Start } from './api/get-backups'

const ICON: Record<Start['what'], ReactNode> = { run: <PlayCircleOutlined />, drill: <SafetyCertificateOutlined />, copy: <CloudSyncOutlined />, check: <SearchOutlined />, simulate: <SearchOutlined />, upkeep: <DeleteOutlined /> }

/** Starts what may be started by one person. */
export function PlanButtons({ plan, more = false, children }: { plan: Plan; more?: boolean; children?: ReactNode }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayRun = useCan('BACKUP_RUN')
  const start = useStart()
  const go = (what: Start['what']) => start.mutate({ planId: plan.id, what }, { onSuccess: () => void message.success(t('backups.startedWhat', { what: t(`backups.start.${what}`), name: plan.name })), onError: (error) => void message.error(error.message) })
  const offered: Start['what'][] = ['run', 'drill', ...(more ? (['check', ...(plan.targets.length > 1 ? ['copy' as const] : []), 'simulate', 'upkeep'] as const) : [])]
  return (
    <div className="row-wrap">
      {mayRun && offered.map((what) => <Button key={what} icon={ICON[what]} loading={plan.busy || (start.isPending && start.variables.what === what)} onClick={() => go(what)} data-testid={`${what}-${plan.id}`}>{t(`backups.start.${what}`)}</Button>)}
      {children}
    </div>
  )
}
