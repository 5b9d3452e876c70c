import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { setPreferences, usePreferences } from '@/lib/preferences'
import './entrance.css'

/** The frame of the pages before the log-in: who we are at the left, one calm form at the right. */
export function Entrance({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  const { t } = useTranslation()
  const { language } = usePreferences()
  return (
    <div className="entrance">
      <section className="entrance-side">
        <div className="row" style={{ gap: 14 }}>
          <img src="/favicon.svg" alt="" width={44} height={44} />
          <div>
            <div className="entrance-name">{t('app.name')}</div>
            <div>{t('app.place')}</div>
          </div>
        </div>
        <p className="entrance-motto">{t('app.motto')}</p>
        <p className="entrance-warning">{t('app.warning')}</p>
      </section>
      <main className="entrance-main">
        <div className="entrance-form">
          <h1>{title}</h1>
          {intro && <p className="muted">{intro}</p>}
          {children}
        </div>
        <button type="button" className="link-button entrance-language" onClick={() => setPreferences({ language: language === 'vi' ? 'en' : 'vi' })}>
          {language === 'vi' ? 'English' : 'Tiếng Việt'}
        </button>
      </main>
    </div>
  )
}
