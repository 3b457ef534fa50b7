import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ENGINE_PROGRAM, VERSION } from './index.ts';

test("the version is the package's", () => {
  const file = new URL('../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  expect(VERSION).toBe(version);
});

test("the engine's program is there", () => {
  expect(existsSync(ENGINE_PROGRAM)).toBe(true);
});
