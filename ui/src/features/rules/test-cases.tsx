import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { problemWords } from '@/lib/problem-words'
import type { TestReport } from '@/lib/rule-types'

/** What each test case showed: how many alerts it expects, how many came. */
export function TestCases({ report }: { report: TestReport }) {
  const { t } = useTranslation()
  const { cases, gaps, problems, passed } = report
  const held = cases.filter(({ holds }) => holds).length
  return (
    <div className="stack-s" data-testid="test-result" data-passed={passed}>
      <Notice tone={passed ? 'ok' : 'bad'}>{passed ? t('rules.testsPass', { count: cases.length }) : t('rules.testsFail', { held, count: cases.length })}</Notice>
      {problems.length > 0 && <Notice tone="bad"><ul>{problems.map(({ file, line, column, reason, message }) => <li key={`${file}${line}:${column}${reason}`}>{line > 0 && `${t('editor.place', { line, column })}: `}{problemWords({ reason, message })}</li>)}</ul></Notice>}
      {gaps.map((gap) => <Notice key={gap} tone="warn">{gap}</Notice>)}
      {cases.length > 0 && (
        <ul className="cases">
          {cases.map(({ name, expected, alerts, problem, holds }, index) => (
            <li key={`${index}${name}`} data-holds={holds}>
              {holds ? <CheckCircleFilled className="tone-ok" /> : <CloseCircleFilled className="tone-bad" />}
              <span className="grow wrap-any"><b className="strong">{name}</b>{problem && <div className="tone-bad">{problem}</div>}</span>
              <span className="faint num nowrap">{expected === 0 ? t('rules.mustNotFire') : t('rules.mustFire', { count: expected })}</span>
              <span className={holds ? 'num nowrap' : 'num nowrap tone-bad'}>{t('rules.fired', { count: alerts })}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
