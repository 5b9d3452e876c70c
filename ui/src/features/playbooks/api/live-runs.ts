import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { openStream } from '@/lib/event-stream'

type Moved = { run: string; incident: string }

/** Reads a run anew the moment the server says that it moved; says whether the server is heard. */
export function useLiveRun(run: string): boolean {
  const client = useQueryClient()
  const [live, setLive] = useState(false)
  useEffect(
    () =>
      openStream('/api/runs/stream', {
        onState: setLive,
        events: {
          run: (data) => {
            const moved = JSON.parse(data) as Moved
            if (moved.run !== run) return
            for (const queryKey of [['run', run], ['incident', moved.incident], ['approvals']]) void client.invalidateQueries({ queryKey })
          },
        },
      }),
    [client, run],
  )
  return live
}
