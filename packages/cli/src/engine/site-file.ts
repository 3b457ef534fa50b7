import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorText, UnderstudyError } from '@understudy/contract';
import { webCommand } from '@understudy/engine';
import { restoreSite, SiteConfigError, type SiteConfig } from '@understudy/site';
import { TooLong, within } from '../clock/wall.ts';
import type { GlobalFlags } from '../flags.ts';
import { endedBySystem } from '../interrupts.ts';
import { importWrittenAsModules } from './written-as-modules.ts';

/** One that waits for the network is slow, and one that waits for nothing would never be told. */
const CONFIG_WALL_MS_MAX = 30_000;

/**
 * The configuration's default export. @throws UnderstudyError ConfigNotFound, ConfigInvalid,
 * ProcfileInvalid
 */
export async function loadSite(flags: GlobalFlags): Promise<SiteConfig> {
  const file = path.resolve(flags.config);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new UnderstudyError('ConfigNotFound', { message: `there is no file ${file}` });
  if (!stat.isFile())
    throw new UnderstudyError('ConfigNotFound', { message: `${file} is no file` });
  const module = await endedBySystem(() => evaluate(file));
  const site = restoreSite(module.default);
  if (site === undefined) {
    throw new UnderstudyError('ConfigInvalid', {
      message: `${file} has no site as its default export`,
      hint: "write 'export default defineSite({ … }, import.meta.url)'",
    });
  }
  checkProcfile(site);
  return site;
}

/** Runs the user's own program. */
async function evaluate(file: string): Promise<{ default?: unknown }> {
  const evaluated = importWrittenAsModules(pathToFileURL(file).href) as Promise<{
    default?: unknown;
  }>;
  evaluated.catch(() => undefined); // it may fail after its time is over
  try {
    return await within(CONFIG_WALL_MS_MAX, evaluated);
  } catch (error) {
    if (error instanceof SiteConfigError)
      throw new UnderstudyError('ConfigInvalid', {
        message: `${path.basename(file)}: ${error.message}`,
        hint: error.hint,
        cause: error,
      });
    if (error instanceof TooLong)
      throw new UnderstudyError('ConfigInvalid', {
        message: `${file} has not come to its end within ${CONFIG_WALL_MS_MAX / 1_000} s`,
        hint: "take out what it waits for at its top level ('await …')",
        cause: error,
      });
    const line = lineIn(file, error);
    throw new UnderstudyError('ConfigInvalid', {
      message: `${file}${line === undefined ? '' : `, line ${line},`} cannot be read: ${errorText(error)}`,
      hint: line === undefined ? 'correct it, or what it imports' : 'correct the named line',
      cause: error,
    });
  }
}

/** Where in the file an error arose: a stack names it by its path or by its URL. */
function lineIn(file: string, error: unknown): number | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const name of [pathToFileURL(file).href, file]) {
    const start = stack.indexOf(`${name}:`);
    const line = start === -1 ? NaN : Number.parseInt(stack.slice(start + name.length + 1), 10);
    if (!Number.isNaN(line)) return line;
  }
  return undefined;
}

/** Before anything is started: an image without a command to run would fail minutes later. */
function checkProcfile({ web }: SiteConfig): void {
  if (web === undefined) return;
  const file = path.join(web.app, 'Procfile');
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile() !== true)
    throw new UnderstudyError('ProcfileInvalid', {
      message: stat === undefined ? `there is no file ${file}` : `${file} is no file`,
    });
  webCommand(readFileSync(file, 'utf8'));
}

export function stateDirectory(flags: GlobalFlags): string {
  return flags.state === undefined
    ? path.join(path.dirname(path.resolve(flags.config)), '.understudy')
    : path.resolve(flags.state);
}
