import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { CATALOGUE, UnderstudyError, type ErrorCode } from '@understudy/contract';
import { afterEach, expect, test, vi } from 'vitest';
import { INCONCLUSIVE_EXIT_CODE, MISSED_EXIT_CODE } from './drill/exit-code.ts';
import { interruptedCode } from './interrupts.ts';
import { reportError } from './render/error.ts';

const PAGE = readFileSync(
  path.resolve(import.meta.dirname, '../../../docs/reference/exit-codes.md'),
  'utf8',
);
const listed = [...PAGE.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));

afterEach(() => vi.restoreAllMocks());

test('the page lists what errors and signals end with, and no other', () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const codes = Object.keys(CATALOGUE) as ErrorCode[];
  const ofErrors = codes.map((code) =>
    reportError(new UnderstudyError(code, { message: 'x' }), { json: false }),
  );
  const signals = (['SIGHUP', 'SIGINT', 'SIGPIPE', 'SIGTERM'] as const).map(interruptedCode);
  const all = [...new Set([0, MISSED_EXIT_CODE, INCONCLUSIVE_EXIT_CODE, ...ofErrors, ...signals])];
  expect(listed).toEqual(all.sort((left, right) => left - right));
});
