import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { FieldTable } from '@/components/ui/field-table'
import { JsonView } from '@/components/ui/json-view'
import { Keycap } from '@/components/ui/keycap'
import { Owner } from '@/components/ui/owner'
import { QueryView } from '@/components/ui/query-view'
import { LevelMark } from '@/components/ui/severity'
import { SidePanel } from '@/components/ui/side-panel'
import { AlertStatePill } from '@/components/ui/states'
import { Countdown } from '@/components/ui/time'
import type { Alert, AlertDetail } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { alertQuery } from './api/get-alerts'
import { AlertOverview } from './alert-overview'
import type { TriageKind } from './triage-dialogs'

type Props = {
  id: string
  row: Alert | undefined
  takeFocus: boolean
  onTake: () => void
  onOpen: (kind: TriageKind) => void
  onReopen: () => void
  onMove: (step: number) => void
  onShow: (id: string) => void
  onClose: () => void
}

export function AlertPanel(props: Props) {
  const { t } = useTranslation()
  const mayTriage = useCan('ALERT_TRIAGE')
  const detail = useQuery(alertQuery(props.id))
  const alert = detail.data?.alert ?? props.row
  return (
    <SidePanel label={t('panel.label')} takeFocus={props.takeFocus} testId="alert-panel" head={<PanelHead alert={alert} {...props} />} foot={mayTriage && alert && <PanelFoot alert={alert} {...props} />}>
      <QueryView query={detail} rows={8}>{(data) => <PanelTabs detail={data} onShow={props.onShow} />}</QueryView>
    </SidePanel>
  )
}

function PanelHead({ alert, onMove, onClose }: Props & { alert: Alert | undefined }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="row">
        {alert && <LevelMark level={alert.level} full />}
        {alert && <AlertStatePill state={alert.state} />}
        {alert?.dueAt && <Countdown dueAt={alert.dueAt} startsAt={alert.detected} />}
        <span className="grow" />
        <Button type="text" size="small" icon={<ArrowUpOutlined />} aria-label={t('panel.previous')} onClick={() => onMove(-1)} />
        <Button type="text" size="small" icon={<ArrowDownOutlined />} aria-label={t('panel.next')} onClick={() => onMove(1)} />
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('action.closePanel')} onClick={onClose} data-testid="panel-close" />
      </div>
      <h2>{alert?.title ?? '…'}</h2>
      {alert && (
        <div className="row-wrap faint" style={{ gap: '2px 12px' }}>
          <span>{alert.organization?.name ?? t('panel.noUnit')}</span>
          <span>{t('queue.owner')}: <Owner name={alert.owner} full /></span>
          {alert.incidentId && <Link to="/incidents/$id" params={{ id: alert.incidentId }}>{alert.incidentId}</Link>}
          <span className="row" style={{ gap: 0 }}><code className="mono">{alert.id.length > 18 ? `${alert.id.slice(0, 12)}…` : alert.id}</code><CopyButton text={alert.id} label={t('panel.copyId')} /></span>
        </div>
      )}
    </>
  )
}

function PanelFoot({ alert, onTake, onOpen, onReopen }: Props & { alert: Alert }) {
  const { t } = useTranslation()
  if (alert.state === 'DA_DONG') return <Button onClick={onReopen} data-testid="action-reopen">{t('action.reopen')}</Button>
  return (
    <>
      <Button type="primary" onClick={onTake} data-testid="action-take">{t('action.take')} <Keycap>a</Keycap></Button>
      <Button onClick={() => onOpen('escalate')} data-testid="action-escalate">{t('action.escalate')} <Keycap>e</Keycap></Button>
      <Button onClick={() => onOpen('close')} data-testid="action-close">{t('action.close')} <Keycap>c</Keycap></Button>
      <span className="grow" />
      <Button type="text" onClick={() => onOpen('assign')} data-testid="action-assign">{t('action.assign')}</Button>
      <Button type="text" onClick={() => onOpen('snooze')} data-testid="action-snooze">{t('action.snooze')}</Button>
    </>
  )
}

function PanelTabs({ detail, onShow }: { detail: AlertDetail; onShow: (id: string) => void }) {
  const { t } = useTranslation()
  const { alert } = detail
  const all = [
    ...Object.entries(alert).map(([name, value]) => ({ name: `alert.${name}`, value: value === null || typeof value !== 'object' ? value : Array.isArray(value) ? value : value.name })),
    ...detail.fields,
  ]
  return (
    <Tabs
      items={[
        { key: 'overview', label: t('panel.overview'), children: <AlertOverview detail={detail} onShow={onShow} /> },
        { key: 'table', label: t('panel.table'), children: <div style={{ paddingTop: 8 }}><FieldTable fields={all} /></div> },
        { key: 'json', label: 'JSON', children: <div style={{ paddingTop: 10 }}><JsonView value={detail} /></div> },
      ]}
    />
  )
}
