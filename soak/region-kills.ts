import process from 'node:process';
import { SeededRandom } from '@understudy/contract/testing';
import { Aws } from '../test/support/aws.ts';
import { ExampleSite } from '../test/support/site.ts';
import { becomes, crashesIn, pause, processesOfEngine } from './support/engine.ts';
import { wholeNumber } from './support/mutate.ts';
import { assetBuckets, checkBuckets } from './support/objects.ts';
import { Tally, type Verdict } from './support/verdict.ts';
import { Writers } from './support/writers.ts';

const TIMES = 1_000;
const BACK_MS_MAX = 15_000;
/** The region is killed at some moment of so many milliseconds after it wrote again. */
const LIFE_MS_MAX = 150;

/** SIGKILLs of the primary region's process while four writers put objects. */
export async function killRegions(options: { seed: number; scale: number }): Promise<Verdict[]> {
  const random = new SeededRandom(options.seed);
  const tally = new Tally();
  const times = Math.ceil(TIMES * options.scale);
  await using site = new ExampleSite();
  await site.up();
  using aws = new Aws(site);
  const buckets = await assetBuckets(aws);
  const writers = new Writers({ ...buckets.primary, random });
  writers.start(4);
  for (; tally.tried < times; tally.tried += 1) {
    const written = writers.acknowledged.size;
    if (!(await becomes(() => writers.acknowledged.size > written, { withinMs: BACK_MS_MAX }))) {
      tally.fail(`after kill ${tally.tried} nothing was written for ${BACK_MS_MAX / 1_000} s`);
      break;
    }
    await pause(wholeNumber(random, LIFE_MS_MAX));
    await killPrimary(site);
  }
  await writers.stop();
  await becomes(
    async () => (await processesOfEngine(site)).every(({ state }) => state === 'running'),
    { withinMs: BACK_MS_MAX },
  );
  await checkBuckets(tally, buckets, writers.acknowledged);
  for (const crash of crashesIn(site, site.endpoint.regions)) tally.fail(crash);
  tally.count('versions acknowledged', writers.acknowledged.size);
  return [tally.verdict('SIGKILLs of a region that writes', 'kills')];
}

async function killPrimary(site: ExampleSite): Promise<void> {
  const primary = (await processesOfEngine(site)).find(({ name }) => name === 'ap-northeast-2');
  if (primary === undefined || primary.state !== 'running') return;
  process.kill(primary.pid, 'SIGKILL');
}
