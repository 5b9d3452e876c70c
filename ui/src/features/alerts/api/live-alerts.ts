import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { openStream } from '@/lib/event-stream'

/** Counts alerts that came after the list was read; nothing moves until `load` is called. */
export function useLiveAlerts() {
  const client = useQueryClient()
  const [fresh, setFresh] = useState(0)
  const [live, setLive] = useState(false)
  useEffect(
    () =>
      openStream('/api/alerts/stream', {
        onState: setLive,
        events: {
          alert: () => setFresh((count) => count + 1),
          changed: () => void client.invalidateQueries({ queryKey: ['alerts', 'detail'] }),
        },
      }),
    [client],
  )
  const load = useCallback(async () => {
    setFresh(0)
    await client.invalidateQueries({ queryKey: ['alerts'] })
  }, [client])
  return { fresh, live, load }
}
