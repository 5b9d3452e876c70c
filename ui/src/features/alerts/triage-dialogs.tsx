import type { Alert } from '@/lib/api-types'
import { AssignDialog, SnoozeDialog } from './assign-dialog'
import { CloseDialog } from './close-dialog'
import { EscalateDialog } from './escalate-dialog'
import type { useTriage } from './use-triage'

export type TriageKind = 'close' | 'falsePositive' | 'escalate' | 'assign' | 'snooze'
type Props = { kind: TriageKind; alerts: Alert[]; triage: ReturnType<typeof useTriage>; onClose: () => void; onEscalated: (incidentId: string) => void }

/** The dialog that is open, over the alerts it is about. */
export function TriageDialogs({ kind, alerts, triage, onClose, onEscalated }: Props) {
  const ids = alerts.map(({ id }) => id)
  const shared = { count: ids.length, busy: triage.busy, onClose }
  switch (kind) {
    case 'close':
      return <CloseDialog {...shared} onSubmit={(closing) => triage.act({ ids, action: 'CLOSE', ...closing }, onClose)} />
    case 'falsePositive':
      return <CloseDialog {...shared} first="SAI_LUAT" onSubmit={(closing) => triage.act({ ids, action: 'CLOSE', ...closing }, onClose)} />
    case 'assign':
      return <AssignDialog {...shared} onSubmit={(owner) => triage.act({ ids, action: 'ASSIGN', owner }, onClose)} />
    case 'snooze':
      return <SnoozeDialog {...shared} onSubmit={(until, note) => triage.act({ ids, action: 'SNOOZE', until, note }, onClose)} />
    case 'escalate':
      return <EscalateDialog alerts={alerts} onClose={onClose} onDone={onEscalated} />
  }
}
