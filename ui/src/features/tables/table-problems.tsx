import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { ProblemError } from '@/lib/api-client'
import type { TableProblem } from '@/lib/api-types'

const SHOWN = 100

/** Why a table was refused: every mistake with its file and line. */
export function TableProblems({ error }: { error: Error }) {
  const { t } = useTranslation()
  const problems = error instanceof ProblemError && Array.isArray(error.body.problems) ? (error.body.problems as TableProblem[]) : []
  return (
    <Notice tone="bad" testId="table-refused">
      <p>{error.message}</p>
      <ul className="bullets">
        {problems.slice(0, SHOWN).map(({ file, line, message }) => <li key={`${file}:${line}:${message}`}><span className="mono">{line > 0 ? `${file}:${line}` : file}</span> {message}</li>)}
      </ul>
      {problems.length > SHOWN && <p>{t('tables.moreProblems', { count: problems.length - SHOWN })}</p>}
    </Notice>
  )
}
