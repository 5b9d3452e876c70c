import i18n from 'i18next'
import { initReactI18next } from 'react-i18next'
import vi from '@/locales/vi.json'
import { preferences } from './preferences'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof vi }
  }
}

/** Vietnamese is the source and always there; English is fetched when asked for. */
export async function setLanguage(language: 'vi' | 'en'): Promise<void> {
  if (language === 'en' && !i18n.hasResourceBundle('en', 'translation')) {
    const en = await import('@/locales/en.json')
    i18n.addResourceBundle('en', 'translation', en.default)
  }
  await i18n.changeLanguage(language)
  document.documentElement.lang = language
}

export async function startI18n(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: 'vi',
    resources: { vi: { translation: vi } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await setLanguage(preferences().language)
}
