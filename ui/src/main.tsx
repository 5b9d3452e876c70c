import '@fontsource/be-vietnam-pro/vietnamese-400.css'
import '@fontsource/be-vietnam-pro/latin-400.css'
import '@fontsource/be-vietnam-pro/vietnamese-600.css'
import '@fontsource/be-vietnam-pro/latin-600.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './app/app.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app'
import { startI18n } from './lib/i18n'

const root = document.getElementById('root')
if (root) void startI18n().then(() => createRoot(root).render(<App />))
