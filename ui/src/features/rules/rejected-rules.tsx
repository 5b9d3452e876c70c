import { useTranslation } from 'react-i18next'
import { problemWords } from '@/lib/problem-words'
import type { RuleProblem } from '@/lib/rule-types'

/** Rules that the engine cannot run, each with file, line and reason: refused aloud, never skipped. */
export function RejectedRules({ rejected }: { rejected: RuleProblem[] }) {
  const { t } = useTranslation()
  return (
    <section className="section" style={{ padding: '10px 14px' }} data-testid="rejected-rules">
      <details open={rejected.length <= 5}>
        <summary className="tone-bad" style={{ cursor: 'pointer' }}>{t('rules.rejected', { count: rejected.length })}</summary>
        <table className="fields" style={{ marginTop: 6 }}>
          <tbody>
            {rejected.map(({ file, line, rule, reason, message }) => (
              <tr key={`${file}:${line}:${reason}`} data-row-key={`${file}:${line}`}>
                <th scope="row">{`${file}:${line}`}</th>
                <td>{rule && <b className="strong">{rule}: </b>}{problemWords({ reason, message })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
