import { App } from 'antd'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlertActionRequest } from '@/lib/api-types'
import { useAlertAction, useUndo } from './api/act-on-alerts'
import type { Undoable } from './undo-toast'

/** Acts on alerts and keeps the last act ready to be taken back. */
export function useTriage() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const action = useAlertAction()
  const undo = useUndo()
  const [undoable, setUndoable] = useState<Undoable | null>(null)
  const act = (request: AlertActionRequest, onDone?: () => void) =>
    action.mutate(request, {
      onSuccess: ({ changed, undo: token }) => {
        const done = t(`queue.done.${request.action}`, { count: changed })
        // A note stays: the history of an alert is never shortened.
        if (request.action === 'NOTE') void message.success(done)
        else setUndoable({ token, text: done })
        onDone?.()
      },
      onError: (error) => void message.error(error.message),
    })
  const takeBack = () => {
    if (undoable === null) return false
    setUndoable(null)
    undo.mutate(undoable.token, {
      onSuccess: ({ changed }) => void message.success(t('queue.undone', { count: changed })),
      onError: (error) => void message.error(error.message),
    })
  }
  const forget = useCallback(() => setUndoable(null), [])
  return { act, busy: action.isPending, problem: action.error, undoable, takeBack, forget }
}
