import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The machines that must pass this have two cores, and scenarios start processes of their own.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
          restoreMocks: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'scenarios',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          restoreMocks: true,
        },
      },
    ],
  },
});
