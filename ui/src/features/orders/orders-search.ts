export type OrdersSearch = { view?: 'done' | 'clocks'; id?: string }

export function readOrdersSearch(raw: Record<string, unknown>): OrdersSearch {
  return {
    view: raw.view === 'done' || raw.view === 'clocks' ? raw.view : undefined,
    id: typeof raw.id === 'string' && raw.id !== '' ? raw.id : undefined,
  }
}
