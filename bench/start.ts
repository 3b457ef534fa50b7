import { rmSync } from 'node:fs';
import path from 'node:path';
import { finish, REPOSITORY, startUnderstudy } from '../test/support/cli.ts';
import { ExampleSite } from '../test/support/site.ts';
import { visitUntil } from '../test/support/visitor.ts';
import { atMost, type Figure } from './support/figures.ts';

const FIRST_PAGE_WITHIN_MS = 60_000;

/**
 * How long a visitor waits after `understudy up`: nothing cached but node_modules, and on existing
 * state.
 */
export async function measureStart(): Promise<Figure[]> {
  // Compiled code is kept beside node_modules between runs; the first start after a clone has none.
  rmSync(path.join(REPOSITORY, 'node_modules/.cache/understudy'), { recursive: true, force: true });
  await using site = new ExampleSite();
  const cold = await firstPageSeconds(site);
  const warm = await firstPageSeconds(site);
  return [
    atMost('understudy up, nothing cached: first page', cold, 's', 12),
    atMost('understudy up, existing state: first page', warm, 's', 5),
  ];
}

async function firstPageSeconds(site: ExampleSite): Promise<number> {
  const startedMs = performance.now();
  const child = startUnderstudy(['up', '--port', '0'], { cwd: site.folder });
  const over = finish(child, FIRST_PAGE_WITHIN_MS * 2);
  await visitUntil(site, () => true, { withinMs: FIRST_PAGE_WITHIN_MS });
  const seconds = (performance.now() - startedMs) / 1000;
  child.kill('SIGINT');
  await over;
  return seconds;
}
