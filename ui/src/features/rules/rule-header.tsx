import { ArrowLeftOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { RuleStatePill, VerdictPill } from '@/components/ui/rule-signs'
import { LevelMark } from '@/components/ui/severity'
import { problemWords } from '@/lib/problem-words'
import type { RuleDetail, RuleState } from '@/lib/rule-types'
import { ruleCoverageQuery } from './api/get-rules'
import { movesOf } from './rule-moves'
import { StateDialog } from './state-dialog'
import { useMayEdit } from './use-may-edit'

export function RuleHeader({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayEdit = useMayEdit()
  const reach = useQuery(ruleCoverageQuery(rule)).data
  const [moving, setMoving] = useState<RuleState | null>(null)
  useEffect(() => {
    document.title = `${rule.title} · ${t('app.name')}`
  }, [rule.title, t])
  const older = rule.running !== null && rule.running !== rule.current
  return (
    <header className="rule-head">
      <div className="row-wrap">
        <Link to="/rules"><ArrowLeftOutlined /> {t('rules.toList')}</Link>
        <LevelMark level={rule.level} full />
        <RuleStatePill state={rule.state} />
        {reach && <VerdictPill verdict={reach.verdict} missing={reach.parts.flatMap(({ missing }) => missing)} />}
        <span className="faint num">{t('rules.versionNumber', { number: rule.current })}</span>
        {older && <span className="tone-warn num" data-testid="rule-older">{t('rules.olderRuns', { number: rule.running })}</span>}
        <span className="grow" />
        {mayEdit && movesOf(rule).map(({ to, word, primary }) => (
          <Button key={to} type={primary ? 'primary' : 'default'} danger={to === 'RETIRED'} onClick={() => setMoving(to)} data-testid={`rule-move-${to}`}>{t(`ruleMove.${word}`)}</Button>
        ))}
      </div>
      <h1>{rule.title}</h1>
      {rule.problems.length > 0 && <Notice tone="bad" testId="rule-problems"><ul>{rule.problems.map(({ line, column, reason, message }) => <li key={`${line}:${column}${reason}`}>{line > 0 && `${t('editor.place', { line, column })}: `}{problemWords({ reason, message })}</li>)}</ul></Notice>}
      {moving && <StateDialog rule={rule} to={moving} onClose={() => setMoving(null)} onDone={() => { setMoving(null); void message.success(t('rules.moved', { state: t(`ruleState.${moving}`) })) }} />}
    </header>
  )
}
