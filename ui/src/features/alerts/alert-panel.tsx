import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, ExpandAltOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { FieldTable } from '@/components/ui/field-table'
import { JsonView } from '@/components/ui/json-view'
import { QueryView } from '@/components/ui/query-view'
import { SidePanel } from '@/components/ui/side-panel'
import type { Alert, AlertDetail } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { AlertActions } from './alert-actions'
import { AlertFacts, AlertSigns } from './alert-head'
import { AlertOverview } from './alert-overview'
import { alertQuery } from './api/get-alerts'
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
    <SidePanel label={t('panel.label')} takeFocus={props.takeFocus} testId="alert-panel" head={<PanelHead alert={alert} {...props} />} foot={mayTriage && alert && <AlertActions alert={alert} {...props} />}>
      <QueryView query={detail} rows={8}>{(data) => <PanelTabs detail={data} onShow={props.onShow} />}</QueryView>
    </SidePanel>
  )
}

function PanelHead({ id, alert, onMove, onClose }: Props & { alert: Alert | undefined }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="row">
        {alert && <AlertSigns alert={alert} />}
        <span className="grow" />
        <Link to="/alerts/$id" params={{ id }} aria-label={t('panel.fullPage')} title={t('panel.fullPage')} className="icon-link" data-testid="panel-full"><ExpandAltOutlined /></Link>
        <Button type="text" size="small" icon={<ArrowUpOutlined />} aria-label={t('panel.previous')} onClick={() => onMove(-1)} />
        <Button type="text" size="small" icon={<ArrowDownOutlined />} aria-label={t('panel.next')} onClick={() => onMove(1)} />
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('action.closePanel')} onClick={onClose} data-testid="panel-close" />
      </div>
      <h2>{alert?.title ?? '…'}</h2>
      {alert && <AlertFacts alert={alert} />}
    </>
  )
}

/** Every field of the alert and of what it found, as one list. */
export function allFields({ alert, fields }: AlertDetail) {
  return [
    ...Object.entries(alert).map(([name, value]) => ({ name: `alert.${name}`, value: value === null || typeof value !== 'object' ? value : Array.isArray(value) ? value : value.name })),
    ...fields,
  ]
}

function PanelTabs({ detail, onShow }: { detail: AlertDetail; onShow: (id: string) => void }) {
  const { t } = useTranslation()
  return (
    <Tabs
      items={[
        { key: 'overview', label: t('panel.overview'), children: <AlertOverview detail={detail} onShow={onShow} /> },
        { key: 'table', label: t('panel.table'), children: <div style={{ paddingTop: 8 }}><FieldTable fields={allFields(detail)} /></div> },
        { key: 'json', label: 'JSON', children: <div style={{ paddingTop: 10 }}><JsonView value={detail} /></div> },
      ]}
    />
  )
}
