import { finish, startUnderstudy } from '../test/support/cli.ts';
import { ExampleSite } from '../test/support/site.ts';
import { visitUntil } from '../test/support/visitor.ts';
import { atMost, type Figure } from './support/figures.ts';

const LEFT_SECONDS_MAX = 3;

/** How long after the end of the command line nothing runs any more, ended in each way. */
export async function measureLeftovers(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    await using site = new ExampleSite();
    const child = startUnderstudy(['up', '--port', '0'], { cwd: site.folder });
    const over = finish(child, 120_000);
    await visitUntil(site, () => true, { withinMs: 60_000 });
    child.kill(signal);
    const endedMs = performance.now();
    await site.nothingRuns();
    const seconds = (performance.now() - endedMs) / 1000;
    figures.push(atMost(`${signal}: nothing is left running`, seconds, 's', LEFT_SECONDS_MAX));
    await over;
  }
  return figures;
}
