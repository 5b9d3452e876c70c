import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SidePanel } from '@/components/ui/side-panel'
import { useKeys } from '@/lib/keyboard'

export function TechniquePanel({ title, tactic, onClose, children }: { title: string; tactic: string; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  useKeys({ Escape: onClose })
  const head = (
    <>
      <div className="row between"><span className="faint">{tactic}</span><Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('action.closePanel')} onClick={onClose} data-testid="panel-close" /></div>
      <h2>{title}</h2>
    </>
  )
  return <SidePanel label={title} head={head} testId="technique-panel">{children}</SidePanel>
}
