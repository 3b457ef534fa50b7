import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { finish, REPOSITORY, startUnderstudy } from '../test/support/cli.ts';
import { ExampleSite } from '../test/support/site.ts';
import { visitUntil } from '../test/support/visitor.ts';
import { atMost, measured, type Figure } from './support/figures.ts';

const FIRST_PAGE_WITHIN_MS = 60_000;
const WELCOME = 'Ctrl-C stops everything';

/**
 * How long a visitor waits after `understudy up`: nothing cached but node_modules, and on existing
 * state.
 */
export async function measureStart(): Promise<Figure[]> {
  // Compiled code is kept beside node_modules between runs; the first start after a clone has none.
  rmSync(path.join(REPOSITORY, 'node_modules/.cache/understudy'), { recursive: true, force: true });
  const nothingCached = await firstPageWithoutState();
  const compiled = await firstPageWithoutState();
  await using site = new ExampleSite();
  await firstPageSeconds(site);
  const onState = await firstPageSeconds(site);
  return [
    atMost('understudy up, nothing cached: first page', nothingCached, 's', 12),
    measured('understudy up, no state, compiled code cached: first page', compiled, 's'),
    atMost('understudy up, existing state: first page', onState, 's', 5),
  ];
}

async function firstPageWithoutState(): Promise<number> {
  await using site = new ExampleSite();
  return await firstPageSeconds(site);
}

async function firstPageSeconds(site: ExampleSite): Promise<number> {
  const startedMs = performance.now();
  const child = startUnderstudy(['up', '--port', '0'], { cwd: site.folder });
  const over = finish(child, FIRST_PAGE_WITHIN_MS * 2);
  const said = hasSaid(child, WELCOME);
  await visitUntil(site, () => true, { withinMs: FIRST_PAGE_WITHIN_MS });
  const seconds = (performance.now() - startedMs) / 1000;
  // The deployment's process keeps its compiled code when it ends, which is after the first page.
  await said;
  child.kill('SIGINT');
  await over;
  return seconds;
}

function hasSaid(child: ChildProcess, words: string): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(words)) resolve();
    });
    child.once('close', () => reject(new Error(`it never said "${words}"`)));
  });
}
