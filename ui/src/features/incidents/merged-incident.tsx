import { Link } from '@tanstack/react-router'
import { MergeCellsOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageState } from '@/components/ui/page-state'
import type { Incident } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { useUnmerge } from './api/change-incident'
import { ReasonDialog } from './reason-dialog'

/** A merged incident stays and leads to the one that took it; the merge can be taken back. */
export function MergedIncident({ incident }: { incident: Incident }) {
  const { t } = useTranslation()
  const mayUndo = useCan('INCIDENT_COORDINATE')
  const unmerge = useUnmerge(incident.id)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <PageState
        icon={<MergeCellsOutlined />}
        title={`${incident.id} · ${incident.title}`}
        testId="incident-merged"
        action={mayUndo && <Button onClick={() => setAsking(true)} data-testid="unmerge">{t('merged.undo')}</Button>}
      >
        {t('merged.into')} {incident.mergedInto && <Link className="mono" to="/incidents/$id" params={{ id: incident.mergedInto }} data-testid="merged-into">{incident.mergedInto}</Link>}
      </PageState>
      {asking && <ReasonDialog title={t('merged.undoTitle', { id: incident.id })} hint={t('merged.undoHint')} submit={t('merged.undo')} busy={unmerge.isPending} error={unmerge.error} onClose={() => setAsking(false)} onSubmit={(reason) => unmerge.mutate(reason, { onSuccess: () => setAsking(false) })} />}
    </>
  )
}
