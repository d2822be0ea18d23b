import { defineConfig } from 'vitest/config';

const own = ['conformance', 'boundaries', 'crypto', 'vectors', 'interop', 'e2e', 'electron', 'slow'];
const folder = (name: string) => ({
  test: { name, include: [`tests/${name}/**/*.test.ts`], testTimeout: 30_000 },
});

/** `vitest run --project NAME`. What `npm test` runs, and in which order, stands in tests/run.ts. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['{shared,electron,renderer,build}/**/*.test.ts'], testTimeout: 60_000 } },
      ...['conformance', 'boundaries', 'crypto', 'vectors', 'interop'].map(folder),
      {
        // Whatever else stands under tests/: journeys, crashes, leaks.
        test: {
          name: 'whole',
          include: ['tests/**/*.test.ts'],
          exclude: own.map((name) => `tests/${name}/**`),
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/page-built.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      // Not part of `npm test`: `npm run slow`, for an hour that is free.
      { test: { name: 'slow', include: ['tests/slow/**/*.test.ts'], testTimeout: 3_600_000, hookTimeout: 600_000 } },
      { test: { name: 'electron', include: ['tests/electron/**/*.test.ts'], testTimeout: 180_000 } },
    ],
  },
});
