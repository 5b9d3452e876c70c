import { useTranslation } from 'react-i18next'
import type { Level } from '@/lib/api-types'

/** One outline for each level, so that colour is never the only sign. */
function Shape({ level }: { level: Level }) {
  switch (level) {
    case 'CRITICAL':
      return <path d="M4.500 .8h5l3.700 3.700v5l-3.700 3.700h-5L.8 9.500v-5z" fill="currentColor" />
    case 'HIGH':
      return <path d="M7 1 13.400 12.600H.6z" fill="currentColor" />
    case 'MEDIUM':
      return <path d="M7 .6 13.400 7 7 13.400.6 7z" fill="currentColor" />
    case 'LOW':
      return <circle cx="7" cy="7" r="5.200" fill="none" stroke="currentColor" strokeWidth="2" />
    case 'INFORMATIONAL':
      return <rect x="2" y="2" width="10" height="10" rx="1.500" fill="none" stroke="currentColor" strokeWidth="1.600" />
  }
}

export function LevelShape({ level, size = 12 }: { level: Level; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 14 14" aria-hidden="true" className={`sev-${level}`}>
      <Shape level={level} />
    </svg>
  )
}

/** Shape and letter in a narrow column; the whole word for screen readers and under the pointer. */
export function LevelMark({ level, full = false }: { level: Level; full?: boolean }) {
  const { t } = useTranslation()
  return (
    <span className={`sev sev-${level}`} title={t(`level.${level}`)}>
      <LevelShape level={level} />
      {full ? (
        t(`level.${level}`)
      ) : (
        <>
          <span aria-hidden="true">{t(`levelLetter.${level}`)}</span>
          <span className="visually-hidden">{t(`level.${level}`)}</span>
        </>
      )}
    </span>
  )
}
