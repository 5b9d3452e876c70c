import { App } from 'antd'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AlertActionRequest } from '@/lib/api-types'
import { useAlertAction, useUndo } from './api/act-on-alerts'
import type { Undoable } from './undo-toast'

/** Takes one act back and says what came of it: a row that somebody acted on since stays as it is. */
export function useTakeBack() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const undo = useUndo()
  const takeBack = (token: string) =>
    undo.mutate(token, {
      onSuccess: ({ changed, left }) => {
        if (left === 0) void message.success(t('queue.undone', { count: changed }))
        else void message.warning(t(changed === 0 ? 'queue.undoneNone' : 'queue.undoneSome', { count: changed, left }))
      },
      onError: (error) => void message.error(error.message),
    })
  return { takeBack, busy: undo.isPending }
}

/** Acts on alerts and keeps the last act ready to be taken back. */
export function useTriage() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const action = useAlertAction()
  const undo = useTakeBack()
  const [undoable, setUndoable] = useState<Undoable | null>(null)
  const act = (request: AlertActionRequest, onDone?: () => void) =>
    action.mutate(request, {
      onSuccess: ({ changed, undo: token }) => {
        setUndoable({ token, text: t(`queue.done.${request.action}`, { count: changed }) })
        onDone?.()
      },
      onError: (error) => void message.error(error.message),
    })
  const takeBack = () => {
    if (undoable === null) return false
    setUndoable(null)
    undo.takeBack(undoable.token)
  }
  const forget = useCallback(() => setUndoable(null), [])
  return { act, busy: action.isPending, problem: action.error, undoable, takeBack, forget }
}
