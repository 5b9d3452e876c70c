const RETRY_MS = 15_000

export type StreamHandlers = {
  events: Record<string, (data: string) => void>
  onState: (live: boolean) => void
}

/** Listens to server-sent events until the returned function is called; comes back after a break. */
export function openStream(url: string, { events, onState }: StreamHandlers): () => void {
  if (typeof EventSource === 'undefined') return () => undefined
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const connect = () => {
    source = new EventSource(url)
    source.onopen = () => onState(true)
    source.onerror = () => {
      onState(false)
      // The browser retries by itself, except after an answer that was no stream.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(connect, RETRY_MS)
    }
    for (const [name, handle] of Object.entries(events)) {
      source.addEventListener(name, (event) => handle((event as MessageEvent<string>).data))
    }
  }
  connect()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
