import type { User } from '@/lib/api-types'

/** What the dialogs of the page are about. */
export type Editing = { kind: 'create' } | { kind: 'edit' | 'password'; user: User }

/** After too many wrong passwords, for a while. */
export function isLocked(user: User): boolean {
  return user.lockedUntil !== null && Date.parse(user.lockedUntil) > Date.now()
}
