import { useRef, useState, type UIEvent } from 'react'
import { useTranslation } from 'react-i18next'

export type TextProblem = { line: number; column: number; message: string; severity?: 'error' | 'warning' }
type Props = { label: string; value: string; problems?: TextProblem[]; lines?: number; onChange?: (value: string) => void; testId: string }

const LINE = 19
const PAD = 8

/** Plain text with line numbers; what is wrong is marked at its line and said below. Tab leaves it, as in any field. */
export function CodeEditor({ label, value, problems = [], lines = 24, onChange, testId }: Props) {
  const { t } = useTranslation()
  const area = useRef<HTMLTextAreaElement>(null)
  const [top, setTop] = useState(0)
  const count = value.split('\n').length
  const worst = new Map(problems.map(({ line, message }) => [line, message]))
  const go = ({ line, column }: TextProblem) => {
    const at = offsetOf(value, line, column)
    area.current?.focus()
    area.current?.setSelectionRange(at, at)
    if (area.current) area.current.scrollTop = Math.max(0, (line - 4) * LINE)
  }
  return (
    <div className="stack-s">
      <div className="editor" style={{ height: Math.max(4, Math.min(lines, count + 1)) * LINE + 2 * PAD + 2 }}>
        <div className="editor-gutter" aria-hidden="true">
          <div style={{ transform: `translateY(${-top}px)` }}>
            {Array.from({ length: count }, (_, index) => <span key={index} data-wrong={worst.has(index + 1)} title={worst.get(index + 1)}>{index + 1}</span>)}
          </div>
        </div>
        <div className="editor-text">
          <div className="editor-marks" aria-hidden="true">
            {[...worst.keys()].map((line) => <i key={line} style={{ top: PAD + (line - 1) * LINE - top }} />)}
          </div>
          <textarea
            ref={area} aria-label={label} aria-invalid={problems.length > 0} value={value} readOnly={onChange === undefined} spellCheck={false} autoComplete="off" autoCapitalize="off" wrap="off" data-testid={testId}
            onChange={(event) => onChange?.(event.target.value)} onScroll={(event: UIEvent<HTMLTextAreaElement>) => setTop(event.currentTarget.scrollTop)}
          />
        </div>
      </div>
      {problems.length > 0 && (
        <ul className="editor-problems" data-testid={`${testId}-problems`}>
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column}:${problem.message}`} data-severity={problem.severity ?? 'error'}>
              <button type="button" className="link-button num nowrap" onClick={() => go(problem)}>{t('editor.place', { line: problem.line, column: problem.column })}</button>
              <span className="wrap-any">{problem.message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Where a line and a column, both from 1, lie in the text. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n')
  const before = lines.slice(0, Math.max(0, line - 1)).reduce((sum, each) => sum + each.length + 1, 0)
  return Math.min(text.length, before + Math.min(Math.max(0, column - 1), lines[line - 1]?.length ?? 0))
}
