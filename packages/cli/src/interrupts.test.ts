import { expect, test } from 'vitest';
import { interruptedCode, pressOf } from './interrupts.ts';

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGKILL', 137],
  ['SIGTERM', 143],
] as const)('a command that %s ends has the exit code %s', (signal, code) => {
  expect(interruptedCode(signal)).toBe(code);
});

test('one press of Ctrl-C that is heard twice is one, and a second press is another', () => {
  expect(pressOf(undefined, 7_000)).toBe('first');
  expect(pressOf(7_000, 7_000)).toBe('same');
  expect(pressOf(7_000, 7_249)).toBe('same');
  expect(pressOf(7_000, 7_250)).toBe('again');
});
