import process from 'node:process';
import { expect, test, vi } from 'vitest';
import { confirm } from './confirm.ts';

test('nobody at the keyboard is no, and what to pass is said', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { isTTY } = process.stdin;
  process.stdin.isTTY = false;
  try {
    expect(await confirm('delete all?')).toBe(false);
  } finally {
    process.stdin.isTTY = isTTY;
  }
  expect(write.mock.calls.join('')).toBe(
    'delete all?\nnobody can answer here; pass --yes to go on\n',
  );
});
