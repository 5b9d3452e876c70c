import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { fakeBackend } from './vite-fake-backend.ts'

/** The server puts a fresh nonce for each page in place of this word (and the same into its style-src). */
const NONCE = 'LACHAN_CSP_NONCE'

export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === 'fake' ? [fakeBackend(NONCE)] : [])],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  html: { cspNonce: NONCE },
  server: { host: '127.0.0.1', proxy: mode === 'fake' ? undefined : { '/api': 'http://127.0.0.1:8080' } },
  preview: { host: '127.0.0.1' },
  build: {
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    // The page policy allows no data: fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      output: {
        manualChunks(id: string) {
          if (/node_modules\/(echarts|zrender)\//.test(id)) return 'charts'
          if (/node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next)\//.test(id)) return 'base'
          return undefined
        },
      },
    },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}', 'vite-*.test.ts'], setupFiles: ['src/testing/setup.ts'], testTimeout: 60_000, css: false, isolate: false },
}))
