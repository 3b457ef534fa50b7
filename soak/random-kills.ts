import process from 'node:process';
import { SeededRandom } from '@understudy/contract/testing';
import { processesOf } from '../bench/support/process-tree.ts';
import { Aws } from '../test/support/aws.ts';
import { ExampleSite } from '../test/support/site.ts';
import { visit } from '../test/support/visitor.ts';
import { becomes, crashesIn, pause, processesOfEngine } from './support/engine.ts';
import { pick, wholeNumber } from './support/mutate.ts';
import { assetBuckets, checkBuckets } from './support/objects.ts';
import { Tally, type Verdict } from './support/verdict.ts';
import { Writers } from './support/writers.ts';

const MINUTES = 10;
const SPEED = 10;
/** Between two kills; at ten times the speed a failover and back fits in. */
const CALM_MS_MAX = 20_000;
/**
 * A health check's detection, the TTL, an instance's start and its grace, in AWS time at this
 * speed, and to spare.
 */
const WELL_AGAIN_MS_MAX = 45_000;
/** The supervisor is not among them: with it everything ends, which has tests of its own. */
const VICTIMS = ['control-plane', 'global', 'ap-northeast-2', 'us-east-1', 'web server'] as const;

/** Ten minutes of kills at random, with visitors and writers going on all the while. */
export async function killAtRandom(options: { seed: number; scale: number }): Promise<Verdict[]> {
  const random = new SeededRandom(options.seed);
  const tally = new Tally();
  await using site = new ExampleSite();
  await site.up('--speed', String(SPEED));
  using aws = new Aws(site);
  const buckets = await assetBuckets(aws);
  const writers = new Writers({ ...buckets.primary, random });
  writers.start(2);
  const visitors = new Visitors(site, tally);
  const endMs = performance.now() + MINUTES * 60_000 * options.scale;
  while (performance.now() < endMs) {
    await pause(wholeNumber(random, CALM_MS_MAX));
    const victim = pick(random, VICTIMS);
    if (await kill(site, victim, random)) {
      tally.tried += 1;
      tally.count(`of ${victim}`);
    }
    if (!(await visitors.wellWithin(WELL_AGAIN_MS_MAX)))
      tally.fail(`no page for ${WELL_AGAIN_MS_MAX / 1_000} s after ${victim} was killed`);
  }
  await writers.stop();
  await visitors.stop();
  await pause(WELL_AGAIN_MS_MAX / 3);
  await checkBuckets(tally, buckets, writers.acknowledged);
  for (const crash of crashesIn(site, site.endpoint.regions)) tally.fail(crash);
  await site.run(['down']);
  await site.nothingRuns().catch((error: unknown) => tally.fail(String(error)));
  return [
    tally.verdict(
      `kills at random for ${(MINUTES * options.scale).toFixed(1)} minutes under traffic`,
      'kills',
    ),
  ];
}

async function kill(site: ExampleSite, victim: string, random: SeededRandom): Promise<boolean> {
  const known = await processesOfEngine(site).catch(() => []);
  const ours = new Set(known.map(({ pid }) => pid));
  const pids =
    victim === 'web server'
      ? processesOf(`${site.folder}/.understudy/regions`)
          .map(({ pid }) => pid)
          .filter((pid) => !ours.has(pid))
      : known
          .filter(({ name, state }) => name === victim && state === 'running')
          .map(({ pid }) => pid);
  if (pids.length === 0) return false;
  try {
    process.kill(pick(random, pids), 'SIGKILL');
    return true;
  } catch {
    return false; // it ended meanwhile
  }
}

/** A fresh visitor at a time. Failures are what a loss looks like; a 500 never is. */
class Visitors {
  readonly #site: ExampleSite;
  readonly #tally: Tally;
  #lastPageMs = performance.now();
  #running = true;
  readonly #done: Promise<void>;

  constructor(site: ExampleSite, tally: Tally) {
    this.#site = site;
    this.#tally = tally;
    this.#done = this.#go();
  }

  wellWithin(withinMs: number): Promise<boolean> {
    const sinceMs = performance.now();
    return becomes(() => this.#lastPageMs >= sinceMs, { withinMs, pauseMs: 50 });
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#done;
  }

  async #go(): Promise<void> {
    while (this.#running) {
      try {
        await visit(this.#site);
        this.#lastPageMs = performance.now();
        this.#tally.count('pages');
      } catch (error) {
        this.#tally.count('pages missed');
        if (String(error).includes('answered 500')) this.#tally.fail('a visitor got 500');
      }
      await pause(50);
    }
  }
}
