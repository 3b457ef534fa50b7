import { describe, expect, test } from 'vitest';
import { inEachRegion, outputOf, type CheckContext } from './check.ts';
import { servedBy } from './picture.ts';

describe('a system in each region', () => {
  const result = (
    region: string,
    ok: boolean,
  ): { region: string; ok: boolean; evidence: string } => ({
    region,
    ok,
    evidence: ok ? 'well' : 'lost',
  });

  test.each([
    [true, true, 'working'],
    [true, false, 'degraded'],
    [false, true, 'degraded'],
    [false, false, 'failing'],
  ])('well: %s and %s is %s', (primary, standby, state) => {
    expect(inEachRegion([result('a', primary), result('b', standby)])).toEqual({
      state,
      evidence: `a: ${primary ? 'well' : 'lost'}; b: ${standby ? 'well' : 'lost'}`,
    });
  });
});

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

describe('who served a page', () => {
  test('is what the page says', () => {
    expect(
      servedBy('{"region":"us-east-1","zone":"us-east-1a","instance":"i-1","more":true}'),
    ).toEqual({ region: 'us-east-1', zone: 'us-east-1a', instance: 'i-1' });
  });

  test.each(['', '<html>', 'null', '42', '[]', '{"region":"us-east-1"}'])(
    'is unknown from %s',
    (body) => {
      expect(servedBy(body)).toBeUndefined();
    },
  );
});
