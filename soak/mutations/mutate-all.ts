import { SeededRandom } from '@understudy/contract/testing';
import { ExampleSite } from '../../test/support/site.ts';
import { crashesIn, processesOfEngine } from '../support/engine.ts';
import type { Verdict } from '../support/verdict.ts';
import { mutateApiBodies } from './api-bodies.ts';
import { mutateDns } from './dns.ts';
import { mutateHttp } from './http.ts';
import { mutateTemplates } from './templates.ts';

const TIMES = 10_000;

/**
 * Ten thousand each of broken DNS packets, HTTP requests, templates and API bodies, against one
 * running engine.
 */
export async function mutateAll(options: { seed: number; scale: number }): Promise<Verdict[]> {
  const times = Math.ceil(TIMES * options.scale);
  await using site = new ExampleSite();
  await site.up();
  const before = await processesOfEngine(site);
  const verdicts: Verdict[] = [];
  for (const mutate of [mutateDns, mutateHttp, mutateTemplates, mutateApiBodies]) {
    const verdict = await mutate(site, { random: new SeededRandom(options.seed), times });
    const after = await processesOfEngine(site);
    const restarted = before.filter(
      ({ name, pid }) => !after.some((one) => one.name === name && one.pid === pid),
    );
    verdict.failures.push(
      ...restarted.map(({ name }) => `${name} is no longer the process that it was`),
      ...crashesIn(site, site.endpoint.regions),
    );
    verdicts.push(verdict);
  }
  return verdicts;
}
