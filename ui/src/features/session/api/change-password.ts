import { useMutation } from '@tanstack/react-query'
import { api } from '@/lib/api-client'

export function useChangePassword() {
  return useMutation({ mutationFn: (change: { current: string; next: string }) => api.post('/api/session/password', change) })
}
