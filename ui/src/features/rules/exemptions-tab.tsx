import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageState } from '@/components/ui/page-state'
import { QueryView } from '@/components/ui/query-view'
import type { Exemption } from '@/lib/rule-types'
import { useCan } from '@/lib/session'
import { exemptionsQuery } from './api/get-rules'
import { ExemptionDialog } from './exemption-dialog'
import { ExemptionTable } from './exemption-table'

type Show = 'open' | 'past'
const isOpen = ({ status }: Exemption) => status === 'PROPOSED' || status === 'IN_FORCE'

export function ExemptionsTab() {
  const { t } = useTranslation()
  const mayEdit = useCan('RULE_EDIT')
  const exemptions = useQuery(exemptionsQuery)
  const [show, setShow] = useState<Show>('open')
  const [creating, setCreating] = useState(false)
  return (
    <>
      <div className="row-wrap">
        <Segmented<Show> aria-label={t('exemption.which')} value={show} onChange={setShow} options={[{ value: 'open', label: t('exemption.open') }, { value: 'past', label: t('exemption.past') }]} />
        <span className="muted">{t('exemption.about')}</span>
        <span className="grow" />
        {mayEdit && <Button icon={<PlusOutlined />} onClick={() => setCreating(true)} data-testid="exemption-create">{t('exemption.create')}</Button>}
      </div>
      <div className="split"><div className="split-main"><div className="table-box" style={{ flex: 1 }}>
        <QueryView query={exemptions}>
          {(all) => {
            const shown = all.filter((each) => isOpen(each) === (show === 'open'))
            return shown.length === 0 ? <PageState title={show === 'open' ? t('exemption.none') : t('exemption.nonePast')} testId="state-empty">{t('exemption.noneHint')}</PageState> : <ExemptionTable exemptions={shown} withRules />
          }}
        </QueryView>
      </div></div></div>
      {creating && <ExemptionDialog onClose={() => setCreating(false)} />}
    </>
  )
}
