import type { ReactNode } from 'react'

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'now' | 'crit' | 'high' | 'med' | 'low'

const SIGN: Record<Tone, string> = {
  plain: 'M5 2.500a2.500 2.500 0 1 0 .001 0z',
  ok: 'M1.500 5.200 4 7.700 8.600 2.600',
  warn: 'M5 1.200v4.600M5 8.200v.6',
  bad: 'M2 2l6 6M8 2 2 8',
  now: 'M5 1.800a3.200 3.200 0 1 0 .001 0z',
  crit: 'M5 1.200v4.600M5 8.200v.6',
  high: 'M5 8.800V1.400M1.800 4.500 5 1.300l3.200 3.200',
  med: 'M1.500 5h7',
  low: 'M5 1.400v7.400M1.800 5.700 5 8.900l3.200-3.200',
}

/** A state: a word, a sign and a colour, in this order of weight. */
export function Pill({ tone = 'plain', children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={`pill pill-${tone}`} title={title}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" fill={tone === 'plain' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth={tone === 'plain' ? 0 : 1.7} strokeLinecap="round" strokeLinejoin="round">
        <path d={SIGN[tone]} />
      </svg>
      <span className="cut">{children}</span>
    </span>
  )
}
