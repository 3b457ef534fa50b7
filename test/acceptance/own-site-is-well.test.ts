import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { Aws } from '../support/aws.ts';
import { alarmBecomes, putFailoverAlarm } from '../support/failover-alarm.ts';
import { ExampleSite } from '../support/site.ts';
import { until } from '../support/until.ts';

const SPEED = 20;
/** A minute that is measured whole, and the evaluation after it. */
const ALARM_WITHIN_MS = (4 * 60_000) / SPEED;

/**
 * Knows nothing of Understudy, as a Flask app does not: no page says who served it, and `/` is
 * nobody's.
 */
const APP = `import http from 'node:http';
http
  .createServer((request, response) => {
    response.writeHead(request.url === '/healthz' ? 200 : 404).end('bakery');
  })
  .listen(process.env.PORT);
`;

test(
  "a site of one's own, without assets and without a page at /, is well; its loss is told by region",
  { timeout: 180_000 },
  async () => {
    await using site = new ExampleSite();
    site.edit('understudy.config.ts', "    assets: './assets',\n", '');
    // Where health checks' metrics belong is no region of this site, and no process of the engine.
    site.edit('understudy.config.ts', "standby: 'us-east-1'", "standby: 'eu-west-1'");
    writeFileSync(path.join(site.folder, 'web/server.js'), APP);
    const report = await site.up('--speed', String(SPEED));
    const notUsed = report.systems.filter((system) => system.state === 'not-used');
    expect(notUsed.map((system) => system.name)).toEqual(['S3 and CloudFront', 'Replication']);
    const others = report.systems.filter((system) => system.state !== 'not-used');
    expect(others.filter((system) => system.state !== 'working')).toEqual([]);
    expect(report.site.servedBy).toMatchObject({ region: 'ap-northeast-2' });
    expect((await site.run(['status'])).code).toBe(0);
    expect(await versionsIn(site)).toEqual([]);

    await putFailoverAlarm(site);
    await alarmBecomes(site, 'OK', ALARM_WITHIN_MS);

    const broken = await site.run(['fault', 'region', 'ap-northeast-2', '--wait']);
    expect(broken.code).toBe(0);
    expect(broken.stdout).toContain(
      'visitors come to eu-west-1 in about 90 s of AWS time, 5 s here: 3 checks of 10 s, 60 s of TTL\n',
    );
    expect(broken.stdout).toMatch(/ comes from eu-west-1, after \d+\.\d s\n$/);
    const lost = await until(
      'the standby serves',
      async () => {
        const seen = await site.status();
        return seen.site.servedBy?.region === 'eu-west-1' ? seen : undefined;
      },
      { withinMs: 45_000 },
    );
    const wellWithTheStandby = [0, 6, 7, 8, 9, 10, 11, 12];
    const degraded = lost.systems.filter((system) => system.state === 'degraded');
    expect(degraded.map((system) => system.step)).toEqual(wellWithTheStandby);
    for (const { evidence } of degraded)
      expect(evidence).toContain('ap-northeast-2: lost (crash, primary); ');
    expect(lost.systems.filter((system) => system.state === 'failing')).toEqual([]);
    await alarmBecomes(site, 'ALARM', ALARM_WITHIN_MS);
    const healed = await site.run(['heal', '--wait']);
    expect([healed.code, healed.stdout]).toEqual([
      0,
      expect.stringMatching(/is coming back\n[^]+ comes from ap-northeast-2, after \d+\.\d s\n$/),
    ]);
  },
);

/** Of everything that ever was in the buckets: no check writes. */
async function versionsIn(site: ExampleSite): Promise<string[]> {
  using aws = new Aws(site);
  const keys: string[] = [];
  for (const region of ['ap-northeast-2', 'eu-west-1']) {
    const output = await aws.outputs(`ticketing-${region}`, region);
    const { Versions: versions = [], DeleteMarkers: markers = [] } = await aws
      .client(S3Client, region)
      .send(new ListObjectVersionsCommand({ Bucket: output('AssetBucket') }));
    keys.push(...[...versions, ...markers].map((version) => version.Key ?? ''));
  }
  return keys;
}
