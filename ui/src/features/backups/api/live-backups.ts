import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { openStream } from '@/lib/event-stream'

export type LiveDuty = { plan: string; duty: string; target: string; files: number; bytes: number; share: number; rate: number; secondsLeft: number }

/** How far what runs for each plan is, as the server tells it every second. */
export function useLiveBackups(): ReadonlyMap<string, LiveDuty> {
  const client = useQueryClient()
  const [running, setRunning] = useState<ReadonlyMap<string, LiveDuty>>(new Map())
  useEffect(
    () =>
      openStream('/api/backups/stream', {
        onState: (live) => { if (!live) setRunning(new Map()) },
        events: {
          backup: (data) => {
            const told = JSON.parse(data) as LiveDuty
            setRunning((before) => {
              const next = new Map(before)
              if (told.duty) next.set(told.plan, told)
              else next.delete(told.plan)
              return next
            })
            if (!told.duty) void client.invalidateQueries({ queryKey: ['backups'] })
          },
        },
      }),
    [client],
  )
  return running
}
