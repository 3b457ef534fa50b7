import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UnderstudyError } from '@understudy/contract';
import { readEngineInfo, type EngineInfo } from '@understudy/engine';
import type { SiteConfig } from '@understudy/site';
import type { GlobalFlags } from '../flags.ts';
import { stateDirectory } from './site-file.ts';

/** A running engine and the site on it. */
export interface Session {
  directory: string;
  info: EngineInfo;
  site: SiteConfig;
  /** What to add to a command so that it finds this engine from the folder it is typed in. */
  selector: string;
}

const SITE_SNAPSHOT = 'site.json';

/** Kept beside the engine, so that commands need not run the configuration again. */
export function saveSite(directory: string, site: SiteConfig): void {
  writeFileSync(path.join(directory, SITE_SNAPSHOT), JSON.stringify(site), { mode: 0o600 });
}

/** @throws UnderstudyError EngineNotRunning */
export function findSession(flags: GlobalFlags): Session {
  const directory = stateDirectory(flags);
  const info = readEngineInfo(directory);
  const snapshot = path.join(directory, SITE_SNAPSHOT);
  if (info === undefined || !existsSync(snapshot)) {
    throw new UnderstudyError('EngineNotRunning', { message: `no engine runs on ${directory}` });
  }
  const site = JSON.parse(readFileSync(snapshot, 'utf8')) as SiteConfig;
  return { directory, info, site, selector: selectorOf(directory) };
}

export function selectorOf(directory: string): string {
  const relative = path.relative(process.cwd(), directory) || '.';
  return relative === '.understudy' ? '' : ` --state ${quoted(relative)}`;
}

/** As a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
