import { CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/ui/copy-button'
import { Facts, Section } from '@/components/ui/page'
import { QueryView } from '@/components/ui/query-view'
import { LevelMark } from '@/components/ui/severity'
import { SidePanel } from '@/components/ui/side-panel'
import { Moment } from '@/components/ui/time'
import type { RuleDetail } from '@/lib/api-types'
import { number } from '@/lib/format'
import { ruleQuery } from './api/get-rules'

export function RulePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const rule = useQuery(ruleQuery(id))
  return (
    <SidePanel
      label={t('rules.rule')} testId="rule-panel"
      head={<>
        <div className="row">{rule.data && <LevelMark level={rule.data.level} full />}<span className="grow" /><Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('action.closePanel')} onClick={onClose} /></div>
        <h2>{rule.data?.title ?? '…'}</h2>
      </>}
    >
      <QueryView query={rule} rows={8}>{(detail) => <RuleBody rule={detail} />}</QueryView>
    </SidePanel>
  )
}

function RuleBody({ rule }: { rule: RuleDetail }) {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('rules.about')}>
        <div className="stack">
          {rule.description && <p>{rule.description}</p>}
          <Facts
            items={[
              [t('rules.file'), <code key="f" className="mono">{rule.file}</code>],
              [t('panel.ruleVersion'), `${rule.version} · ${rule.status}`],
              [t('rules.author'), rule.author],
              [t('rules.kind'), t(`rules.kinds.${rule.kind}`)],
              [t('rules.logsource'), <code key="l" className="mono">{rule.logsource}</code>],
              [t('incident.alerts'), <Link key="a" to="/queue" search={{ rule: rule.id, state: 'all' }}>{number(rule.alerts)}</Link>],
              [t('rules.lastFired'), <Moment key="m" at={rule.lastFired} />],
            ]}
          />
        </div>
      </Section>
      <Section title={t('panel.falsePositives')} count={rule.falsePositives.length}><ul className="bullets">{rule.falsePositives.map((line) => <li key={line}>{line}</li>)}</ul></Section>
      <Section title={t('rules.references')} count={rule.references.length}><ul className="bullets wrap-any">{rule.references.map((line) => <li key={line}>{/^https?:\/\//.test(line) ? <a href={line} target="_blank" rel="noopener noreferrer">{line}</a> : line}</li>)}</ul></Section>
      <Section title="YAML">
        <div style={{ position: 'relative' }}>
          <div style={{ position: 'absolute', right: 4, top: 4 }}><CopyButton text={rule.text} /></div>
          <pre className="json" data-testid="rule-yaml">{rule.text}</pre>
        </div>
      </Section>
    </>
  )
}
