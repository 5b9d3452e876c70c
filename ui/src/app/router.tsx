import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, type RouterHistory } from '@tanstack/react-router'
import { readQueueSearch } from '@/features/alerts/queue-search'
import { readIncidentSearch, readIncidentsSearch } from '@/features/incidents/incident-search'
import { readRuleSearch, readRulesSearch } from '@/features/rules/rules-search'
import { readEventSearch } from '@/features/search/event-search'
import { readOrdersSearch } from '@/features/orders/orders-search'
import { readPlaybooksSearch } from '@/features/playbooks/playbooks-search'
import { readTasksSearch } from '@/features/tasks/tasks-search'
import { ProblemError, withQuery } from '@/lib/api-client'
import { sessionQuery } from '@/lib/session'
import { ErrorPage, NotFoundPage, PendingPage } from './fallback-pages'
import { firstPath } from './navigation'
import { Shell } from './shell'

type Raw = Record<string, unknown>

/** Keeps the named words of an address, when they are there. */
function words<K extends string>(raw: Raw, ...names: K[]): Partial<Record<K, string>> {
  const kept: Partial<Record<K, string>> = {}
  for (const name of names) {
    const value = raw[name]
    if (typeof value === 'string' && value !== '') kept[name] = value
  }
  return kept
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet, notFoundComponent: NotFoundPage })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (raw: Raw) => words(raw, 'next'),
  component: lazyRouteComponent(() => import('@/features/session/login-page'), 'LoginPage'),
})
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (raw: Raw) => words(raw, 'token'),
  component: lazyRouteComponent(() => import('@/features/session/setup-page'), 'SetupPage'),
})
const mfa = createRoute({
  getParentRoute: () => root,
  path: '/mfa',
  component: lazyRouteComponent(() => import('@/features/session/mfa-page'), 'MfaPage'),
})

/** Every page below stands behind the log-in and, where the role demands it, behind the second factor. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery).catch((error: unknown) => {
      if (error instanceof ProblemError && error.status === 401) throw redirect({ to: '/login', search: { next: location.href } })
      throw error
    })
    if (session.mfa.required && !session.mfa.enrolled) throw redirect({ to: '/mfa' })
    return { session }
  },
})
const page = { getParentRoute: () => shell }

const home = createRoute({
  ...page,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: firstPath(context.session.rights) })
  },
})
const queue = createRoute({ ...page, path: '/queue', validateSearch: readQueueSearch, component: lazyRouteComponent(() => import('@/features/alerts/queue-page'), 'QueuePage') })
const alert = createRoute({ ...page, path: '/alerts/$id', component: lazyRouteComponent(() => import('@/features/alerts/alert-page'), 'AlertPage') })
const incidents = createRoute({ ...page, path: '/incidents', validateSearch: readIncidentsSearch, component: lazyRouteComponent(() => import('@/features/incidents/incidents-page'), 'IncidentsPage') })
const incident = createRoute({ ...page, path: '/incidents/$id', validateSearch: readIncidentSearch, component: lazyRouteComponent(() => import('@/features/incidents/incident-page'), 'IncidentPage') })
const tasks = createRoute({ ...page, path: '/tasks', validateSearch: readTasksSearch, component: lazyRouteComponent(() => import('@/features/tasks/tasks-page'), 'TasksPage') })
const orders = createRoute({ ...page, path: '/orders', validateSearch: readOrdersSearch, component: lazyRouteComponent(() => import('@/features/orders/orders-page'), 'OrdersPage') })
const playbooks = createRoute({ ...page, path: '/playbooks', validateSearch: readPlaybooksSearch, component: lazyRouteComponent(() => import('@/features/playbooks/playbooks-page'), 'PlaybooksPage') })
const playbook = createRoute({ ...page, path: '/playbooks/$id', component: lazyRouteComponent(() => import('@/features/playbooks/playbook-page'), 'PlaybookPage') })
const run = createRoute({ ...page, path: '/runs/$id', component: lazyRouteComponent(() => import('@/features/playbooks/run-page'), 'RunPage') })
const search = createRoute({ ...page, path: '/search', validateSearch: readEventSearch, component: lazyRouteComponent(() => import('@/features/search/search-page'), 'SearchPage') })
const rules = createRoute({ ...page, path: '/rules', validateSearch: readRulesSearch, component: lazyRouteComponent(() => import('@/features/rules/rules-page'), 'RulesPage') })
const newRule = createRoute({ ...page, path: '/rules/new', component: lazyRouteComponent(() => import('@/features/rules/new-rule-page'), 'NewRulePage') })
const rule = createRoute({ ...page, path: '/rules/$id', validateSearch: readRuleSearch, component: lazyRouteComponent(() => import('@/features/rules/rule-page'), 'RulePage') })
const sources = createRoute({ ...page, path: '/sources', component: lazyRouteComponent(() => import('@/features/sources/sources-page'), 'SourcesPage') })
const tables = createRoute({ ...page, path: '/tables', component: lazyRouteComponent(() => import('@/features/tables/tables-page'), 'TablesPage') })
const backups = createRoute({ ...page, path: '/backups', validateSearch: (raw: Raw) => words(raw, 'tab'), component: lazyRouteComponent(() => import('@/features/backups/backups-page'), 'BackupsPage') })
const plan = createRoute({ ...page, path: '/backups/$id', component: lazyRouteComponent(() => import('@/features/backups/plan-page'), 'PlanPage') })
const reports = createRoute({ ...page, path: '/reports', validateSearch: (raw: Raw) => words(raw, 'tab', 'period'), component: lazyRouteComponent(() => import('@/features/reports/reports-page'), 'ReportsPage') })
const form = createRoute({ ...page, path: '/forms/$id', component: lazyRouteComponent(() => import('@/features/forms/form-page'), 'FormPage') })
const audit = createRoute({ ...page, path: '/audit', validateSearch: (raw: Raw) => words(raw, 'text'), component: lazyRouteComponent(() => import('@/features/audit/audit-page'), 'AuditPage') })
const users = createRoute({ ...page, path: '/users', component: lazyRouteComponent(() => import('@/features/users/users-page'), 'UsersPage') })

const tree = root.addChildren([login, setup, mfa, shell.addChildren([home, queue, alert, incidents, incident, tasks, orders, playbooks, playbook, run, search, rules, newRule, rule, sources, tables, backups, plan, reports, form, audit, users])])

/** Search parameters stay plain words, so that an address can be read and typed. */
export function createAppRouter(client: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree: tree,
    context: { client },
    history,
    parseSearch: (query) => Object.fromEntries(new URLSearchParams(query)),
    stringifySearch: (query) => withQuery('', query),
    defaultErrorComponent: ErrorPage,
    defaultPendingComponent: PendingPage,
    defaultPendingMs: 150,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
