import { BellOutlined } from '@ant-design/icons'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Badge, Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageState, ProblemState } from '@/components/ui/page-state'
import { Pill, type Tone } from '@/components/ui/pill'
import { Age } from '@/components/ui/time'
import { api } from '@/lib/api-client'
import type { Inbox as InboxData, InboxItem } from '@/lib/order-types'

const TONE: Record<InboxItem['kind'], Tone> = { ORDER: 'now', ORDER_LATE: 'bad', HANDOVER: 'now', CLOCK_DUE_SOON: 'warn', CLOCK_OVERDUE: 'bad', APPROVAL: 'now', PLATFORM: 'plain' }

const inboxQuery = queryOptions({ queryKey: ['inbox'], queryFn: ({ signal }) => api.get<InboxData>('/api/notices', undefined, signal), refetchInterval: 30_000 })

/** What the signed-in person has to know; opening it marks it as read. */
export function Inbox() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const query = useQuery(inboxQuery)
  const read = useMutation({ mutationFn: (id: number) => api.post('/api/notices/read', { id }), onSuccess: () => client.invalidateQueries({ queryKey: ['inbox'] }) })
  const [open, setOpen] = useState(false)
  const items = query.data?.items ?? []
  const unread = query.data?.unread ?? 0
  const change = (next: boolean) => {
    setOpen(next)
    const newest = items[0]
    if (!next && unread > 0 && newest) read.mutate(newest.id)
  }
  const go = (link: string) => {
    change(false)
    void navigate({ href: link })
  }
  return (
    <Popover
      open={open} onOpenChange={change} trigger="click" placement="bottomRight"
      content={
        <div className="inbox" data-testid="inbox">
          {query.error && <ProblemState error={query.error} onRetry={() => void query.refetch()} />}
          {!query.error && items.length === 0 && <PageState title={t('inbox.empty')} />}
          {items.map((item) => (
            <button key={item.id} type="button" className="inbox-item" data-unread={item.readAt === null || undefined} onClick={() => go(item.link)}>
              <Pill tone={TONE[item.kind]}>{t(`inbox.kind.${item.kind}`)}</Pill>
              <span className="wrap-any">{item.subject}</span>
              <span className="faint"><Age at={item.at} /></span>
            </button>
          ))}
        </div>
      }
    >
      <Badge count={unread} size="small" offset={[-6, 6]}>
        <Button type="text" icon={<BellOutlined />} aria-label={t('inbox.open', { count: unread })} data-testid="inbox-open" />
      </Badge>
    </Popover>
  )
}
