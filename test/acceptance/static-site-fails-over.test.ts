import { expect, test } from 'vitest';
import { ExampleSite } from '../support/site.ts';

test(
  'a site of static files is served from the other bucket when a region is lost',
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite('static');
    const report = await site.up();
    const states = report.systems.map(({ step, state }) => `${step} ${state}`);
    expect(states).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((step) => `${step} working`),
      ...[6, 7, 8, 9, 10, 11, 12].map((step) => `${step} not-used`),
    ]);
    expect(report.site.servedBy?.region).toBe('us-east-1');
    const page = async (path: string): Promise<string> =>
      (await site.run(['curl', '--silent', '--include', `https://example.com${path}`])).stdout;
    expect(await page('/')).toContain('<h1>A site of files</h1>');
    const missing = await page('/missing.html');
    expect(missing).toContain('404');
    expect(missing).toContain('<h1>Not here</h1>');

    // What was never asked for is in no cache.
    await site.run(['fault', 'region', 'us-east-1']);
    expect(await page('/site.css')).toMatch(/^HTTP\/\S+ 200/);
    const lost = await site.status();
    expect(lost.site.servedBy?.region).toBe('us-west-2');
    expect(lost.systems.filter(({ state }) => state === 'failing')).toEqual([]);
    const degraded = lost.systems.filter(({ state }) => state === 'degraded');
    expect(degraded.map(({ step }) => step)).toEqual([0, 4, 5]);
    await site.run(['heal']);
    expect((await site.status()).site.servedBy?.region).toBe('us-east-1');
  },
);
