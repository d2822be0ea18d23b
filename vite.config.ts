import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page: renderer/ to dist/renderer, the same for every shell. Chrome 109 is the last that runs on Windows 7. */
export default defineConfig({
  root: `${import.meta.dirname}/renderer`,
  base: './',
  plugins: [react()],
  build: {
    outDir: `${import.meta.dirname}/dist/renderer`,
    emptyOutDir: true,
    target: 'chrome109',
    modulePreload: { polyfill: false },
    // The policy allows no data: fonts, and inlined scripts of none.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
  },
});
