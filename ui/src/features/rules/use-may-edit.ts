import { useCan, useSession } from '@/lib/session'

/** Rules are the whole province's: who sees only some units does not change them. */
export function useMayEdit(): boolean {
  const province = useSession()?.province ?? false
  return useCan('RULE_EDIT') && province
}
