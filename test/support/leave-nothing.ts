import { afterAll, vi } from 'vitest';

// Test files of one worker share a process: what one set in the environment is not the next one's.
afterAll(() => void vi.unstubAllEnvs());
