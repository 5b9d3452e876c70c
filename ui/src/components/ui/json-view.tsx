import { CopyButton } from './copy-button'

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

function classOf(match: RegExpExecArray): string {
  if (match[1] !== undefined) return match[2] === undefined ? 'json-text' : 'json-key'
  return 'json-num'
}

/** Colours the tokens of indented JSON; the text itself goes through React and stays text. */
export function JsonView({ value }: { value: unknown }) {
  const text = JSON.stringify(value, null, 2) ?? ''
  const out = []
  let from = 0
  for (const match of text.matchAll(TOKEN)) {
    const token = match[1] ?? match[0]
    out.push(text.slice(from, match.index))
    out.push(<span key={match.index} className={classOf(match)}>{token}</span>)
    from = match.index + token.length
  }
  out.push(text.slice(from))
  return (
    <div style={{ position: 'relative' }}>
      <div style={{ position: 'absolute', right: 4, top: 4 }}>
        <CopyButton text={text} />
      </div>
      <pre className="json">{out}</pre>
    </div>
  )
}
