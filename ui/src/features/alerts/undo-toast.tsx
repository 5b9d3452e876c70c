import { CloseOutlined } from '@ant-design/icons'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Keycap } from '@/components/ui/keycap'
import { announce } from '@/lib/announce'

export const UNDO_MS = 30_000
export type Undoable = { text: string; token: string }

export function UndoToast({ undoable, onUndo, onClose }: { undoable: Undoable; onUndo: () => void; onClose: () => void }) {
  const { t } = useTranslation()
  useEffect(() => {
    announce(undoable.text)
    const timer = setTimeout(onClose, UNDO_MS)
    return () => clearTimeout(timer)
  }, [undoable, onClose])
  return (
    <div className="toast" role="status" data-testid="undo-toast">
      <span>{undoable.text}</span>
      <button type="button" onClick={onUndo} data-testid="undo">{t('action.undo')} <Keycap>u</Keycap></button>
      <button type="button" className="plain" aria-label={t('action.dismiss')} onClick={onClose}><CloseOutlined /></button>
      <span key={undoable.token} className="toast-time" aria-hidden="true" />
    </div>
  )
}
