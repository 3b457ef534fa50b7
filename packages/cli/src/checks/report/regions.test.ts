import { describe, expect, test } from 'vitest';
import { siteContext } from '../checks.fixture.ts';
import { checkRegions, inEachRegion, lossOf } from './regions.ts';

const PRIMARY = 'ap-northeast-2';
const STANDBY = 'us-east-1';

describe('a system in each region', () => {
  test.each([
    [true, true, 'working'],
    [true, false, 'degraded'],
    [false, true, 'degraded'],
    [false, false, 'failing'],
  ])('well: %s and %s is %s', (primary, standby, state) => {
    const results = [primary, standby].map((ok, index) => ({
      region: String(index),
      ok,
      evidence: ok ? 'well' : 'sick',
    }));
    expect(inEachRegion(results)).toEqual({
      state,
      evidence: `0: ${primary ? 'well' : 'sick'}; 1: ${standby ? 'well' : 'sick'}`,
    });
  });
});

describe('a system that the site does not use', () => {
  test.each([
    ['not used', 'not used', 'not-used'],
    ['lost', 'not used', 'not-used'],
    [true, 'not used', 'working'],
    [false, 'not used', 'degraded'],
    ['lost', true, 'degraded'],
    ['lost', 'lost', 'failing'],
  ] as const)('%s and %s is %s', (primary, standby, state) => {
    const results = [primary, standby].map((ok) => ({ region: 'x', ok, evidence: '' }));
    expect(inEachRegion(results).state).toBe(state);
  });
});

describe('looking at both regions', () => {
  test('a lost region is named and not asked, and the other one is told of', async () => {
    const asked: string[] = [];
    const result = await checkRegions(siteContext({ [PRIMARY]: 'crash' }), ({ region }) => {
      asked.push(region);
      return Promise.resolve({ ok: true, evidence: '3 files served' });
    });
    expect(asked).toEqual([STANDBY]);
    expect(result).toEqual({
      state: 'degraded',
      evidence: 'ap-northeast-2: lost (crash, primary); us-east-1: 3 files served',
    });
  });

  test('what one region throws hides nothing of the other', async () => {
    const result = await checkRegions(siteContext(), ({ region }) =>
      region === PRIMARY
        ? Promise.reject(new Error('Service is unable to handle request.'))
        : Promise.resolve({ ok: true, evidence: 'well' }),
    );
    expect(result).toEqual({
      state: 'degraded',
      evidence: 'ap-northeast-2: Service is unable to handle request.; us-east-1: well',
    });
  });

  test('a region that says nothing has its own time limit', async () => {
    const result = await checkRegions(
      siteContext(),
      ({ region }) =>
        region === PRIMARY
          ? new Promise(() => undefined)
          : Promise.resolve({ ok: true, evidence: 'well' }),
      20,
    );
    expect(result).toEqual({
      state: 'degraded',
      evidence: 'ap-northeast-2: no answer within 0.02 s; us-east-1: well',
    });
  });
});

describe('how a region is lost', () => {
  test.each([
    [{}, PRIMARY, undefined],
    [{ [PRIMARY]: 'hang' }, PRIMARY, 'lost (hang, primary)'],
    [{ [STANDBY]: 'blackhole' }, STANDBY, 'lost (blackhole, standby)'],
    [{ [STANDBY]: 'restarting' }, STANDBY, 'not running (restarting, standby)'],
  ] as const)('%j: %s', (lost, region, expected) => {
    expect(lossOf(siteContext(lost), region)).toBe(expected);
  });
});
