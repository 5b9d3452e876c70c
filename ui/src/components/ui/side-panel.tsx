import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { setPreferences, usePreferences } from '@/lib/preferences'
import { useKeepFocus } from './use-keep-focus'

const MIN = 400
const MAX = 860
const clamp = (width: number) => Math.min(MAX, Math.max(MIN, width))

type Props = { label: string; head: ReactNode; foot?: ReactNode; takeFocus?: boolean; testId: string; children: ReactNode }

/** A panel at the right that pushes the table aside; its width is remembered. Not a dialog: the table stays in use. */
export function SidePanel({ label, head, foot, takeFocus = false, testId, children }: Props) {
  const { panelWidth } = usePreferences()
  const panel = useRef<HTMLElement>(null)
  useKeepFocus(panel)
  useEffect(() => {
    if (takeFocus) panel.current?.focus()
  }, [takeFocus])
  return (
    <aside ref={panel} className="panel" style={{ width: panelWidth }} aria-label={label} tabIndex={-1} data-testid={testId}>
      <Grip width={panelWidth} />
      <header className="panel-head">{head}</header>
      <div className="panel-body">{children}</div>
      {foot && <footer className="panel-foot">{foot}</footer>}
    </aside>
  )
}

function Grip({ width }: { width: number }) {
  const { t } = useTranslation()
  const start = useRef<{ x: number; width: number } | null>(null)
  const drag = (event: PointerEvent) => {
    if (start.current) setPreferences({ panelWidth: clamp(start.current.width + start.current.x - event.clientX) })
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') setPreferences({ panelWidth: clamp(width + 24) })
    if (event.key === 'ArrowRight') setPreferences({ panelWidth: clamp(width - 24) })
  }
  return (
    <button
      type="button" className="panel-grip" aria-label={t('action.resize')} onKeyDown={keys} onPointerMove={drag}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, width }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerUp={() => {
        start.current = null
      }}
    />
  )
}
