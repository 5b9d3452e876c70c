import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ProblemError } from './api-client'

/** `onLoggedOut` is called when any answer says that the session has ended. */
export function createQueryClient(onLoggedOut: () => void): QueryClient {
  const watch = (error: Error, quiet: boolean) => {
    if (!quiet && error instanceof ProblemError && error.status === 401) onLoggedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error, query) => watch(error, query.queryKey[0] === 'session') }),
    mutationCache: new MutationCache({ onError: (error, _v, _r, mutation) => watch(error, mutation.options.mutationKey?.[0] === 'login') }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 1 && (!(error instanceof ProblemError) || error.status === 0 || error.status >= 500),
      },
    },
  })
}
