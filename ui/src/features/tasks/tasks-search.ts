export type TasksSearch = { state?: 'done'; all?: 'true'; id?: string }

export function readTasksSearch(raw: Record<string, unknown>): TasksSearch {
  return {
    state: raw.state === 'done' ? 'done' : undefined,
    all: raw.all === 'true' ? 'true' : undefined,
    id: typeof raw.id === 'string' && raw.id !== '' ? raw.id : undefined,
  }
}
