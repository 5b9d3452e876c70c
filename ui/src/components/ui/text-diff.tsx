import { structuredPatch } from 'diff'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

type Line = { kind: 'same' | 'added' | 'removed' | 'gap'; before: number | null; after: number | null; text: string }

/** Two texts as one list of lines with three lines around each change. */
export function linesOf(before: string, after: string): Line[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 3 })
  return hunks.flatMap((hunk, index) => {
    const lines: Line[] = index === 0 && hunk.oldStart <= 1 ? [] : [{ kind: 'gap', before: null, after: null, text: '⋯' }]
    let [left, right] = [hunk.oldStart, hunk.newStart]
    for (const line of hunk.lines) {
      const text = line.slice(1)
      if (line.startsWith('-')) lines.push({ kind: 'removed', before: left++, after: null, text })
      else if (line.startsWith('+')) lines.push({ kind: 'added', before: null, after: right++, text })
      else if (line.startsWith(' ')) lines.push({ kind: 'same', before: left++, after: right++, text })
    }
    return lines
  })
}

const SIGN = { same: ' ', added: '+', removed: '−', gap: ' ' }

/** What changed between two texts; signs as well as colours. */
export function TextDiff({ before, after, testId }: { before: string; after: string; testId?: string }) {
  const { t } = useTranslation()
  const lines = useMemo(() => linesOf(before, after), [before, after])
  const added = lines.filter(({ kind }) => kind === 'added').length
  const removed = lines.filter(({ kind }) => kind === 'removed').length
  if (lines.length === 0) return <p className="faint" data-testid={testId}>{t('diff.same')}</p>
  return (
    <div className="stack-s" data-testid={testId}>
      <p className="faint num">{t('diff.summary', { added, removed })}</p>
      <table className="diff">
        <tbody>
          {lines.map((line, index) => (
            <tr key={index} data-kind={line.kind}>
              <td className="num">{line.before}</td>
              <td className="num">{line.after}</td>
              <td>{SIGN[line.kind]}</td>
              <td><code>{line.text}</code></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
