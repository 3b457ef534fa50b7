import { expect, test } from 'vitest';
import { alarmBecomes, putFailoverAlarm } from './support/failover-alarm.ts';
import { ExampleSite } from './support/site.ts';
import { visit, visitUntil } from './support/visitor.ts';

const SPEED = 10;
/** 10 s × 3 probes, the last one's time-out, the watch on records; AWS seconds. */
const DETECTION_AWS_SECONDS_MAX = 50;
const TTL_AWS_SECONDS = 60;
/** A minute that is measured whole, and the evaluation after it. */
const ALARM_WITHIN_MS = (3 * 60_000) / SPEED;

test(
  'visitors get pages from Virginia while Seoul is lost, and from Seoul when it is back',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    const report = await site.up('--speed', String(SPEED));
    expect(report.site.servedBy?.region).toBe('ap-northeast-2');
    expect(report.systems.filter((system) => system.state !== 'working')).toEqual([]);

    await putFailoverAlarm(site);
    await alarmBecomes(site, 'OK', ALARM_WITHIN_MS);

    expect((await site.run(['fault', 'region', 'ap-northeast-2'])).code).toBe(0);
    const lostAtMs = performance.now();
    const switched = await visitUntil(site, (page) => page.region === 'us-east-1', {
      withinMs: 30_000,
    });
    const awsSeconds = ((performance.now() - lostAtMs) / 1000) * SPEED;
    expect(awsSeconds).toBeLessThan(DETECTION_AWS_SECONDS_MAX + TTL_AWS_SECONDS);
    expect(switched.secure).toBe(true);
    // From now on no fresh visitor fails.
    for (let count = 0; count < 20; count += 1)
      expect((await visit(site)).region).toBe('us-east-1');
    const lost = await site.status();
    expect(lost.regions).toContainEqual({
      name: 'ap-northeast-2',
      role: 'primary',
      state: 'crash',
    });
    expect(lost.systems.find((system) => system.step === 0)?.state).toBe('degraded');

    await alarmBecomes(site, 'ALARM', ALARM_WITHIN_MS);

    expect((await site.run(['heal'])).code).toBe(0);
    await visitUntil(site, (page) => page.region === 'ap-northeast-2', { withinMs: 60_000 });
  },
);
