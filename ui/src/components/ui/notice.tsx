import { CheckCircleOutlined, ExclamationCircleOutlined, InfoCircleOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'

const ICON = { warn: ExclamationCircleOutlined, bad: ExclamationCircleOutlined, ok: CheckCircleOutlined, now: InfoCircleOutlined }

export function Notice({ tone, children, testId }: { tone: 'warn' | 'bad' | 'ok' | 'now'; children: ReactNode; testId?: string }) {
  const Icon = ICON[tone]
  return (
    <div className={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'} data-testid={testId}>
      <Icon />
      <div className="grow">{children}</div>
    </div>
  )
}
