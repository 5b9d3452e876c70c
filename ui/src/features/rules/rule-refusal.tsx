import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { problemWords } from '@/lib/problem-words'
import { ProblemError } from '@/lib/api-client'
import type { RuleProblem, TestReport } from '@/lib/rule-types'
import { TestCases } from './test-cases'

/** Why the server did not take a rule: its sentence, then places in the text, then the tests that failed. */
export function RuleRefusal({ error }: { error: Error }) {
  const { t } = useTranslation()
  const problems = problemsOf(error)
  const tests = testsOf(error)
  return (
    <div className="stack-s">
      <Notice tone="bad" testId="rule-refusal">
        <p>{error.message}</p>
        {problems.length > 0 && <ul className="bullets">{problems.map(({ file, line, column, reason, message }) => <li key={`${file}${line}:${column}${reason}`}>{line > 0 && `${t('editor.place', { line, column })}: `}{problemWords({ reason, message })}</li>)}</ul>}
      </Notice>
      {tests && <TestCases report={tests} />}
    </div>
  )
}

export function problemsOf(error: Error | null): RuleProblem[] {
  return error instanceof ProblemError && Array.isArray(error.body.problems) ? (error.body.problems as RuleProblem[]) : []
}

function testsOf(error: Error): TestReport | null {
  const tests = error instanceof ProblemError ? error.body.tests : undefined
  return tests && typeof tests === 'object' ? { problems: [], cases: [], gaps: [], passed: false, ...(tests as Partial<TestReport>) } : null
}
