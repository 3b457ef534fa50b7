import process from 'node:process';
import { errorText } from '@understudy/contract';
import { leftOut, stackNames } from '@understudy/site';
import { outputOf } from '../../checks/check.ts';
import { regionPlaces } from '../../checks/report/regions.ts';
import { withCheckContext } from '../../checks/run.ts';
import { monotonicMs, sleep } from '../../clock/wall.ts';
import { bringApp, needsBuild } from '../../dev/bring-app.ts';
import { bringAssets, invalidate } from '../../dev/bring-assets.ts';
import { FolderWatcher } from '../../dev/folder-watcher.ts';
import type { FileChanges } from '../../dev/snapshot.ts';
import { findSession, type Session } from '../../engine/session.ts';
import type { GlobalFlags } from '../../flags.ts';
import { colors } from '../../render/colors.ts';
import { knownError } from '../../render/known-error.ts';

/** Watches the app and the static files, and brings what changes to the running engine. */
export async function dev(flags: GlobalFlags): Promise<void> {
  const session = findSession(flags);
  const { site } = session;
  const { assets, web } = site;
  if (web !== undefined)
    new FolderWatcher(
      web.app,
      { onChanges: (changes) => told(() => appChanged(session, web.app, changes)), onProblem },
      () => leftOut(web),
    );
  if (assets !== undefined)
    new FolderWatcher(assets, {
      onChanges: (changes) => told(() => assetsChanged(session, assets, changes)),
      onProblem,
    });
  const watched = [web?.app, assets].filter((folder) => folder !== undefined);
  say(`watching ${watched.join(' and ')}; Ctrl-C to end`);
  for (;;) await sleep(STAY_WALL_MS); // until it is interrupted
}

const NAMES_MAX = 3;
const STAY_WALL_MS = 3_600_000;

async function appChanged(session: Session, source: string, changes: FileChanges): Promise<void> {
  const startedMs = monotonicMs();
  const file = needsBuild(changes);
  await withCheckContext(session, async (context) => {
    for (const { region, stack } of regionPlaces(context)) {
      if (!context.alive.includes(region)) {
        say(`${colors.yellow('!')} ${region} is lost, and has the app as it was`);
        continue;
      }
      const groupName = outputOf(context, stack, 'GroupName');
      const count = await bringApp(session, { region, groupName, source }, changes);
      const edge = stackNames(session.site).edge;
      await invalidate(context, [outputOf(context, edge, 'DistributionDomain')], ['/*']);
      done(changes, `${count} web servers of ${region}`, startedMs);
    }
  });
  if (file !== undefined)
    say(
      `${colors.yellow('!')} ${file} decides what is built into the image: 'understudy up' builds it`,
    );
}

async function assetsChanged(
  session: Session,
  folder: string,
  changes: FileChanges,
): Promise<void> {
  const startedMs = monotonicMs();
  await withCheckContext(session, (context) => bringAssets(context, folder, changes));
  done(changes, 'the bucket, and out of the caches', startedMs);
}

function done({ changed, removed }: FileChanges, where: string, startedMs: number): void {
  const names = [...changed, ...removed.map((name) => `${name} (removed)`)];
  const more = names.length > NAMES_MAX ? ` and ${names.length - NAMES_MAX} more` : '';
  const took = `${((monotonicMs() - startedMs) / 1000).toFixed(1)} s`;
  say(
    `${colors.green('✓')} ${names.slice(0, NAMES_MAX).join(', ')}${more} → ${where} ${colors.dim(took)}`,
  );
}

/** What fails is mended by the next save: watching goes on. */
async function told(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    onProblem(error);
  }
}

function onProblem(error: unknown): void {
  const { code, message, hint } = knownError(error);
  process.stderr.write(
    `${colors.red('error')} ${colors.bold(code)}: ${message || errorText(error)}\n  ${colors.dim('→')} ${hint}\n`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
