import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The machines that must pass this have two cores, and scenarios start processes of their own.
    maxWorkers: 2,
    // Files of one worker share what they import, which is a third of the processor's time
    // otherwise: a test leaves no module, global or variable of the environment changed.
    isolate: false,
    setupFiles: ['test/support/leave-nothing.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts'],
          // Some start real processes, on machines that do other work: what waits has bounds of its
          // own.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          restoreMocks: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'scenarios',
          include: ['test/*.test.ts', 'test/support/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          restoreMocks: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'acceptance',
          include: ['test/acceptance/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          restoreMocks: true,
        },
      },
    ],
  },
});
