import { SearchOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Keycap } from '@/components/ui/keycap'
import { useSession } from '@/lib/session'

const INCIDENT_NUMBER = /^SC-\d{4}-\d{3,}$/i

/** An incident number opens the incident; other words search the events, or the queue for those without that right. */
export function GlobalSearch() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const session = useSession()
  const [text, setText] = useState('')
  const go = () => {
    const words = text.trim()
    if (words === '') return
    if (INCIDENT_NUMBER.test(words)) void navigate({ to: '/incidents/$id', params: { id: words.toUpperCase() } })
    else if (session?.rights.includes('EVENT_SEARCH')) void navigate({ to: '/search', search: { q: words } })
    else void navigate({ to: '/queue', search: { text: words } })
    setText('')
  }
  return (
    <div className="global-search" role="search">
      <Input
        id="global-search" prefix={<SearchOutlined className="faint" />} suffix={<Keycap>/</Keycap>} value={text} placeholder={t('app.searchPlaceholder')} aria-label={t('app.search')}
        onChange={(event) => setText(event.target.value)} onPressEnter={go} onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()} data-testid="global-search"
      />
    </div>
  )
}
