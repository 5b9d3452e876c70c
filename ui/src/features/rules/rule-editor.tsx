import { ExperimentOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CodeEditor } from '@/components/ui/code-editor'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { useCheckText, useTestTexts, type RuleTexts } from './api/change-rules'
import { problemsOf } from './rule-refusal'
import { TestCases } from './test-cases'
import { problemWords } from '@/lib/problem-words'

const PAUSE_MS = 700

type Props = { texts: RuleTexts; mayEdit: boolean; saving?: ReactNode; onChange: (texts: RuleTexts) => void }

/** A rule beside its tests. After a pause in the typing the server reads it; what it refuses is marked at its line. */
export function RuleEditor({ texts, mayEdit, saving, onChange }: Props) {
  const { t } = useTranslation()
  const { text, tests } = texts
  const { problems, sign } = useReading(text, mayEdit)
  return (
    <div className="rule-columns rule-columns-even">
      <Card title={t('rules.text')} extra={sign}>
        <CodeEditor label={t('rules.text')} value={text} problems={problems} lines={34} onChange={mayEdit ? (next) => onChange({ text: next, tests }) : undefined} testId="rule-editor" />
      </Card>
      <div className="stack">
        {saving}
        <TestsCard texts={texts} mayEdit={mayEdit} onChange={(next) => onChange({ text, tests: next })} />
      </div>
    </div>
  )
}

/** What the server says about the text as it stands; an answer to older words is not shown as one to these. */
function useReading(text: string, active: boolean) {
  const { t } = useTranslation()
  const { mutate, data, error, variables, isPending } = useCheckText()
  useEffect(() => {
    if (!active) return
    const timer = setTimeout(() => mutate(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, active, mutate])
  const answered = !isPending && (data !== undefined || error !== null)
  const found = data?.problems ?? problemsOf(error)
  const problems = found.map((problem) => ({ line: problem.line, column: problem.column, message: problemWords(problem) }))
  if (!active) return { problems: [], sign: null }
  if (!answered || variables !== text) return { problems, sign: <span className="faint">{t('rules.checking')}</span> }
  if (problems.length > 0) return { problems, sign: <span className="tone-bad" data-testid="text-wrong">{t('rules.textWrong', { count: problems.length })}</span> }
  if (error) return { problems, sign: <span className="tone-bad">{error.message}</span> }
  return { problems, sign: <span className="tone-ok" data-testid="text-right">{t('rules.textRight')}</span> }
}

function TestsCard({ texts, mayEdit, onChange }: { texts: RuleTexts; mayEdit: boolean; onChange: (tests: string) => void }) {
  const { t } = useTranslation()
  const test = useTestTexts()
  const [tried, setTried] = useState<RuleTexts | null>(null)
  const stale = tried !== null && (tried.text !== texts.text || tried.tests !== texts.tests)
  const run = () => {
    setTried(texts)
    test.mutate(texts)
  }
  return (
    <Card title={t('rules.tests')} extra={mayEdit && <Button icon={<ExperimentOutlined />} loading={test.isPending} onClick={run} data-testid="rule-test-run">{t('rules.runTests')}</Button>}>
      <div className="stack">
        <CodeEditor label={t('rules.tests')} value={texts.tests} lines={16} onChange={mayEdit ? onChange : undefined} testId="tests-editor" />
        {texts.tests.trim() === '' && <p className="faint">{t('rules.noTests')}</p>}
        {test.error && <Notice tone="bad">{test.error.message}</Notice>}
        {test.data && (
          <div className={stale ? 'stack-s stale' : 'stack-s'}>
            {stale && <p className="faint">{t('rules.staleTests')}</p>}
            <TestCases report={test.data} />
          </div>
        )}
      </div>
    </Card>
  )
}
