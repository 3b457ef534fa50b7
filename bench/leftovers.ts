import { finish, startUnderstudy } from '../test/support/cli.ts';
import { ExampleSite } from '../test/support/site.ts';
import { visitUntil } from '../test/support/visitor.ts';
import { atMost, type Figure } from './support/figures.ts';
import { processesOf } from './support/process-tree.ts';

const GRACE_MS = 3_000;

/** How many processes are left three seconds after the command line is ended in each way. */
export async function measureLeftovers(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    await using site = new ExampleSite();
    const child = startUnderstudy(['up', '--port', '0'], { cwd: site.folder });
    const over = finish(child, 120_000);
    await visitUntil(site, () => true, { withinMs: 60_000 });
    child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    figures.push(
      atMost(`processes left 3 s after ${signal}`, processesOf(site.folder).length, '', 0),
    );
    await over;
  }
  return figures;
}
