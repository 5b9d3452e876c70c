import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { time } from '@/lib/format'
import { useKeepFocus } from './use-keep-focus'

type Props = { title: string; count?: ReactNode; updatedAt?: number; actions?: ReactNode; fill?: boolean; testId: string; children: ReactNode }

/** Every page: a heading, the age of its data, its main actions. */
export function Page({ title, count, updatedAt, actions, fill = false, testId, children }: Props) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  useKeepFocus(box)
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title, t])
  return (
    <div ref={box} className={fill ? 'page page-fill' : 'page'} tabIndex={-1} data-testid={testId}>
      <header className="page-head">
        <h1>{title}</h1>
        {count !== undefined && <span className="count">{count}</span>}
        {updatedAt !== undefined && updatedAt > 0 && <span className="data-age">{t('state.asOf', { time: time(updatedAt) })}</span>}
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

export function Card({ title, count, extra, children, body = true, testId }: { title?: string; count?: number; extra?: ReactNode; children: ReactNode; body?: boolean; testId?: string }) {
  return (
    <section className="card" data-testid={testId}>
      {(title || extra) && (
        <header className="card-head">
          {title && <h2>{title}</h2>}
          {count !== undefined && <span className="count">{count}</span>}
          {extra && <div className="card-extra">{extra}</div>}
        </header>
      )}
      {body ? <div className="card-body">{children}</div> : children}
    </section>
  )
}

export function Section({ title, count, children, testId }: { title: string; count?: number; children: ReactNode; testId?: string }) {
  return (
    <section className="section" data-testid={testId}>
      <h3>
        {title}
        {count !== undefined && <span className="count">{count}</span>}
      </h3>
      {children}
    </section>
  )
}

export function Facts({ items }: { items: [label: string, value: ReactNode][] }) {
  return (
    <dl className="facts">
      {items.map(([label, value]) => (
        <FactPair key={label} label={label} value={value} />
      ))}
    </dl>
  )
}

function FactPair({ label, value }: { label: string; value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value ?? <span className="faint">—</span>}</dd>
    </>
  )
}
