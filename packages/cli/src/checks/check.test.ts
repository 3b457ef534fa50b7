import { describe, expect, test } from 'vitest';
import { outputOf, type CheckContext } from './check.ts';

describe("a stack's output", () => {
  const context = { outputs: { zone: { HostedZoneId: 'Z1' } } } as Partial<CheckContext>;

  test('is found by its stack and key', () => {
    expect(outputOf(context as CheckContext, 'zone', 'HostedZoneId')).toBe('Z1');
  });

  test.each([
    ['zone', 'Other'],
    ['edge', 'HostedZoneId'],
  ])('rejects %s.%s, which was not deployed', (stack, key) => {
    expect(() => outputOf(context as CheckContext, stack, key)).toThrow(
      `stack ${stack} has no output ${key}: it is not deployed`,
    );
  });
});
