import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Alert, Playbook } from '@/lib/api-types'
import { useStartPlaybook } from './api/act-on-alerts'
import { AssignDialog, SnoozeDialog } from './assign-dialog'
import { useProposeExemption } from './api/exemption-offer'
import { CloseDialog, type Closing, type WantedExemption } from './close-dialog'
import { EscalateDialog } from './escalate-dialog'
import { NoteDialog } from './note-dialog'
import { PlaybookDialog } from './playbook-dialog'
import type { useTriage } from './use-triage'

export type TriageKind = 'close' | 'falsePositive' | 'escalate' | 'assign' | 'snooze' | 'note' | 'playbook'
type Props = { kind: TriageKind; alerts: Alert[]; triage: ReturnType<typeof useTriage>; onOpen: (kind: TriageKind) => void; onClose: () => void }

/** The dialog that is open, over the alerts it is about. */
export function TriageDialogs({ kind, alerts, triage, onOpen, onClose }: Props) {
  const [playbook, setPlaybook] = useState<Playbook | null>(null)
  const goOn = useEscalated(playbook)
  const ids = alerts.map(({ id }) => id)
  const propose = useProposedExemption()
  const close = (closing: Closing, exemption: WantedExemption | null) => triage.act({ ids, action: 'CLOSE', ...closing }, () => { onClose(); propose(exemption, closing.note ?? '') })
  const shared = { count: ids.length, busy: triage.busy, onClose }
  switch (kind) {
    case 'close':
      return <CloseDialog {...shared} alertId={ids[0]} onSubmit={close} />
    case 'falsePositive':
      return <CloseDialog {...shared} alertId={ids[0]} first="SAI_LUAT" onSubmit={close} />
    case 'assign':
      return <AssignDialog {...shared} onSubmit={(owner) => triage.act({ ids, action: 'ASSIGN', owner }, onClose)} />
    case 'snooze':
      return <SnoozeDialog {...shared} onSubmit={(until, note) => triage.act({ ids, action: 'SNOOZE', until, note }, onClose)} />
    case 'note':
      return <NoteDialog {...shared} onSubmit={(note) => triage.act({ ids, action: 'NOTE', note }, onClose)} />
    case 'playbook':
      return <PlaybookDialog alerts={alerts} onClose={onClose} onChoose={(chosen) => { setPlaybook(chosen); onOpen('escalate') }} />
    case 'escalate':
      return <EscalateDialog alerts={alerts} playbook={playbook} onClose={onClose} onDone={(incidentId, values) => { onClose(); goOn(incidentId, values) }} />
  }
}

/** Once the alerts are closed: the exception that was ticked waits for a second person. */
function useProposedExemption() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const propose = useProposeExemption()
  return (wanted: WantedExemption | null, reason: string) => {
    if (wanted === null) return
    propose.mutate({ ...wanted, reason }, { onSuccess: () => void message.success(t('close.exemptionProposed')), onError: (error) => void message.error(error.message) })
  }
}

/** After the escalation: to the incident, or first the chosen playbook and then to its steps. */
function useEscalated(playbook: Playbook | null) {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const start = useStartPlaybook()
  return (incidentId: string, variables: Record<string, string>) => {
    const go = (tab?: 'playbooks') => void navigate({ to: '/incidents/$id', params: { id: incidentId }, search: { tab } })
    if (!playbook) return go()
    // The dialog is gone by then, and with it what `mutate` would call back.
    void start.mutateAsync({ incidentId, playbookId: playbook.id, variables }).catch((error: Error) => void message.error(error.message)).finally(() => go('playbooks'))
  }
}
