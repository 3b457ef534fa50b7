import { readFileSync } from 'node:fs';
import { reportSchema } from '@understudy/drill';
import { expect, test } from 'vitest';
import { ExampleSite } from './support/site.ts';

interface Summary {
  rto: Record<string, { seconds: number | null; split: Record<string, number> | null }>;
  rpo: { lostForGood: number; diverged: number };
  report: string;
}

/** AWS seconds: three checks of ten, a probe's own time, one TTL; and what the clock is off by. */
const RECOVERED_SECONDS_MAX = (3 * 10 + 6 + 60) * 1.05;

test(
  'drill loses the primary and says what each kind of client saw, and why',
  { timeout: 240_000 },
  async () => {
    await using site = new ExampleSite();
    const words = ['drill', 'region-loss', '--json', '--speed', '10', '--rate', '5'];
    const { code, stdout, stderr } = await site.run([...words, '--seed', '1'], 220_000);
    // A machine that does other work as well may not keep up, which is said, and no fault of the
    // site's.
    expect(['0 passed', '75 inconclusive'], stderr).toContain(
      `${code} ${/"verdict":"(\w+)"/.exec(stdout)?.[1]}`,
    );
    const { rto, rpo, report } = JSON.parse(stdout) as Summary;
    for (const profile of ['fresh', 'mobile']) {
      const { seconds, split } = rto[profile] ?? {};
      if (seconds == null || split == null) throw new Error(`${profile} did not recover`);
      expect(seconds).toBeLessThan(RECOVERED_SECONDS_MAX);
      const total = Object.values(split).reduce((sum, part) => sum + part, 0);
      expect(Math.abs(total - seconds)).toBeLessThan(0.5);
    }
    // What the tutorial's design does to a browser whose session is open, and to a name held for
    // ever.
    expect(rto['browser']?.seconds).toBeNull();
    expect(rto['jvm-forever']?.seconds).toBeNull();
    expect(rpo).toMatchObject({ lostForGood: 0, diverged: 0 });
    const whole = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
    expect(whole.expectations.filter(({ of, met }) => of !== 'machine' && !met)).toEqual([]);
    expect(whole.phases.filter(({ reached }) => !reached)).toEqual([]);
    expect(whole.findings.map(({ id }) => id)).toContain('never-recovered-browser');
    await site.nothingRuns();
  },
);
