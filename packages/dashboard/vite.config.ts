import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/app/',
  plugins: [react()],
  resolve: { conditions: ['plainsight-source', 'module', 'browser', 'production', 'default'] },
  // Nothing is inlined: the page's policy allows its own files and nothing else.
  build: { assetsInlineLimit: 0, target: 'es2022', modulePreload: { polyfill: false }, cssCodeSplit: false },
  server: { proxy: { '/api': process.env.PLAINSIGHT_URL ?? 'http://127.0.0.1:4680' } },
})
