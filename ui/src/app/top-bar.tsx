import { BankOutlined, QuestionCircleOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Session } from '@/lib/api-types'
import { useNow } from '@/lib/clock'
import { date, time, utc } from '@/lib/format'
import { GlobalSearch } from './global-search'
import { Inbox } from './inbox'
import { UserMenu } from './user-menu'

export function TopBar({ session, onHelp }: { session: Session; onHelp: () => void }) {
  const { t } = useTranslation()
  return (
    <header className="top">
      <BankOutlined className="faint" />
      <span className="top-unit" data-testid="top-unit" title={session.unit.name}>{session.unit.name}</span>
      <span className="faint nowrap">{session.province ? t('app.wholeProvince') : t('app.ownUnit')}</span>
      {session.demo && <span className="demo-badge">{t('app.demo')}</span>}
      <GlobalSearch />
      <Clock />
      <Inbox />
      <Tooltip title={t('help.title')}>
        <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t('help.title')} onClick={onHelp} data-testid="help-open" />
      </Tooltip>
      <UserMenu session={session} />
    </header>
  )
}

function Clock() {
  const now = useNow(1)
  return (
    <Tooltip title={utc(now)}>
      <span className="top-clock">{`${time(now)} ${date(now)}`}</span>
    </Tooltip>
  )
}
