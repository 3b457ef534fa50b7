import { REFRESHED_FILES_MAX, refreshedSchema, UnderstudyError } from '@understudy/contract';
import { askControl } from '../engine/control.ts';
import type { Session } from '../engine/session.ts';
import type { FileChanges } from './snapshot.ts';

/** Every instance of a region, one after the other, and each may take its time to start. */
const REFRESH_WALL_MS_MAX = 120_000;

/** Brings changed files to a region's instances; resolves with how many run them now. */
export async function bringApp(
  { info }: Session,
  { region, groupName, source }: { region: string; groupName: string; source: string },
  { changed, removed }: FileChanges,
): Promise<number> {
  if (changed.length > REFRESHED_FILES_MAX || removed.length > REFRESHED_FILES_MAX)
    throw new UnderstudyError('UsageInvalid', {
      message: `more than ${REFRESHED_FILES_MAX} files have changed at once`,
      hint: "'understudy up' brings them all, by an image that is built anew",
    });
  const body = { region, groupName, source, changed, removed };
  const call = { method: 'POST', route: 'refresh', body, callWallMs: REFRESH_WALL_MS_MAX } as const;
  return (await askControl(info, call, refreshedSchema)).instances.length;
}

/** What an image is built from: a program alone does not make it anew. */
const BUILT_FROM =
  /^(package(-lock)?\.json|requirements.*\.txt|pyproject\.toml|composer\.(json|lock)|go\.(mod|sum))$/;

export function needsBuild({ changed }: FileChanges): string | undefined {
  return changed.find((file) => BUILT_FROM.test(file));
}
