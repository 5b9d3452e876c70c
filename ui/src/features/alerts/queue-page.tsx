import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from '@/components/ui/page'
import type { Alert } from '@/lib/api-types'
import { number } from '@/lib/format'
import { useCan } from '@/lib/session'
import { AlertPanel } from './alert-panel'
import { AlertTable } from './alert-table'
import { alertsQuery } from './api/get-alerts'
import { useLiveAlerts } from './api/live-alerts'
import { BulkBar } from './bulk-bar'
import { CountsStrip } from './counts-strip'
import { FilterBar } from './filter-bar'
import { GroupTable } from './group-table'
import { filterOf, type QueueSearch } from './queue-search'
import { TriageDialogs, type TriageKind } from './triage-dialogs'
import { UndoToast } from './undo-toast'
import { useQueueKeys } from './use-queue-keys'
import { useSelection } from '@/lib/use-selection'
import { useTriage } from './use-triage'

const route = getRouteApi('/shell/queue')
const NONE: Alert[] = []

export function QueuePage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = route.useSearch()
  const list = useInfiniteQuery(alertsQuery(filterOf(search)))
  const live = useLiveAlerts()
  // Rows never move under a reader's hand; where there are none, the first one shows itself.
  const { fresh, load } = live
  const isEmpty = list.data?.pages[0]?.items.length === 0
  useEffect(() => {
    if (isEmpty && fresh > 0) void load()
  }, [isEmpty, fresh, load])
  const mayTriage = useCan('ALERT_TRIAGE')
  const triage = useTriage()
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? NONE, [list.data])
  const order = useMemo(() => rows.map(({ id }) => id), [rows])
  const selection = useSelection(order)
  const [activeId, setActiveId] = useState<string | null>(search.id ?? null)
  const [dialog, setDialog] = useState<TriageKind | null>(null)
  const [byKey, setByKey] = useState(false)

  const change = (next: Partial<QueueSearch>) => void navigate({ to: '/queue', search: { ...search, ...next }, replace: true })
  const show = (id: string | undefined) => {
    if (id) setActiveId(id)
    change({ id })
  }
  const targets = selection.keys.size > 0 ? rows.filter(({ id }) => selection.keys.has(id)) : rows.filter(({ id }) => id === (search.id ?? activeId))
  const open = (kind: TriageKind) => {
    if (!mayTriage || targets.length === 0) return false
    const incident = kind === 'playbook' ? targets[0]?.incidentId : undefined
    // What is already an incident has its playbooks there.
    if (incident) void navigate({ to: '/incidents/$id', params: { id: incident }, search: { tab: 'playbooks' } })
    else setDialog(kind)
  }
  const take = () => (mayTriage && targets.length > 0 ? triage.act({ ids: targets.map(({ id }) => id), action: 'TAKE' }) : false)
  const move = (step: number) => {
    const at = order.indexOf(search.id ?? activeId ?? '')
    const next = order[at === -1 ? 0 : Math.min(order.length - 1, Math.max(0, at + step))]
    if (next === undefined) return undefined
    setActiveId(next)
    if (search.id) change({ id: next })
    return next
  }
  useQueueKeys({ search, activeId, mayTriage, selection, full: (id) => void navigate({ to: '/alerts/$id', params: { id } }), open, take, move, show, change, load: live.load, undo: triage.takeBack, onKey: setByKey })

  return (
    <Page title={t('queue.title')} count={list.data?.pages[0] && number(list.data.pages[0].total)} updatedAt={list.dataUpdatedAt} fill testId="page-queue">
      <FilterBar search={search} onChange={change} />
      <CountsStrip page={list.data?.pages[0]} search={search} fresh={live.fresh} live={live.live} onChange={change} onLoad={() => void live.load()} />
      <div className="split">
        <div className="split-main">
          {selection.keys.size > 0 && <BulkBar count={selection.keys.size} onTake={take} onOpen={open} onClear={selection.clear} />}
          {search.by ? (
            <GroupTable by={search.by} search={search} onChange={change} />
          ) : (
            <AlertTable list={list} rows={rows} search={search} selection={mayTriage ? selection : undefined} activeId={search.id ?? activeId} onOpen={(id) => { setByKey(false); show(id) }} onChange={change} />
          )}
        </div>
        {search.id && (
          <AlertPanel key={search.id} id={search.id} row={rows.find(({ id }) => id === search.id)} takeFocus={byKey} onTake={take} onOpen={open} onMove={(step) => void move(step)} onShow={show} onClose={() => show(undefined)} onReopen={() => triage.act({ ids: [search.id ?? ''], action: 'REOPEN' })} />
        )}
      </div>
      {dialog && (
        <TriageDialogs kind={dialog} alerts={targets} triage={triage} onOpen={setDialog} onClose={() => setDialog(null)} />
      )}
      {triage.undoable && <UndoToast undoable={triage.undoable} onUndo={triage.takeBack} onClose={triage.forget} />}
    </Page>
  )
}
