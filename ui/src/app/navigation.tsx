import {
  AlertOutlined, AuditOutlined, CheckSquareOutlined, CloudServerOutlined, FileProtectOutlined, FileSearchOutlined, FireOutlined, PartitionOutlined, RadarChartOutlined, SaveOutlined,
  SendOutlined, TableOutlined, TeamOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Right } from '@/lib/api-types'

export const PATHS = ['/queue', '/incidents', '/tasks', '/orders', '/playbooks', '/search', '/rules', '/sources', '/tables', '/backups', '/reports', '/audit', '/users'] as const
export type Path = (typeof PATHS)[number]
type Destination = { keys?: string; path: Path; right: Right; icon: ReactNode; label: 'queue' | 'incidents' | 'tasks' | 'orders' | 'playbooks' | 'search' | 'rules' | 'sources' | 'tables' | 'backups' | 'reports' | 'audit' | 'users' }

/** In the order of the work: see, decide, act, look behind, keep running, answer for it. */
export const DESTINATIONS: Destination[] = [
  { path: '/queue', keys: 'g q', right: 'ALERT_READ', icon: <AlertOutlined />, label: 'queue' },
  { path: '/incidents', keys: 'g s', right: 'INCIDENT_READ', icon: <FireOutlined />, label: 'incidents' },
  { path: '/tasks', keys: 'g v', right: 'TASK_WORK', icon: <CheckSquareOutlined />, label: 'tasks' },
  { path: '/orders', keys: 'g l', right: 'INCIDENT_READ', icon: <SendOutlined />, label: 'orders' },
  { path: '/playbooks', keys: 'g k', right: 'INCIDENT_READ', icon: <PartitionOutlined />, label: 'playbooks' },
  { path: '/search', keys: 'g t', right: 'EVENT_SEARCH', icon: <FileSearchOutlined />, label: 'search' },
  { path: '/rules', keys: 'g p', right: 'RULE_READ', icon: <RadarChartOutlined />, label: 'rules' },
  { path: '/sources', right: 'SOURCE_READ', icon: <CloudServerOutlined />, label: 'sources' },
  { path: '/tables', right: 'TABLE_EDIT', icon: <TableOutlined />, label: 'tables' },
  { path: '/backups', right: 'BACKUP_READ', icon: <SaveOutlined />, label: 'backups' },
  { path: '/reports', right: 'REPORT_READ', icon: <FileProtectOutlined />, label: 'reports' },
  { path: '/audit', right: 'AUDIT_READ', icon: <AuditOutlined />, label: 'audit' },
  { path: '/users', right: 'USER_ADMIN', icon: <TeamOutlined />, label: 'users' },
]

/** Places that two letters lead to. */
export const PLACES = DESTINATIONS.flatMap(({ keys, path, right }) => (keys ? [{ keys, path, right }] : []))

export function firstPath(rights: Right[]): Path {
  return DESTINATIONS.find(({ right }) => rights.includes(right))?.path ?? '/tasks'
}
