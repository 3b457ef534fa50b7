import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UnderstudyError } from '@understudy/contract';
import {
  damaged,
  findSupervisor,
  readEngineInfo,
  readStateJson,
  type EngineInfo,
} from '@understudy/engine';
import { restoreSite, type SiteConfig } from '@understudy/site';
import type { GlobalFlags } from '../flags.ts';
import { EngineNotes } from './running-engines.ts';
import { stateDirectory } from './site-file.ts';

/** A running engine. */
export interface EngineSession {
  directory: string;
  info: EngineInfo;
  /** What to add to a command so that it finds this engine from the folder it is typed in. */
  selector: string;
}

/** One with the site that was brought up on it. */
export interface Session extends EngineSession {
  site: SiteConfig;
}

const SITE_SNAPSHOT = 'site.json';

/**
 * Kept beside the engine, so that commands need not run the configuration again. Whole or not at
 * all.
 */
export function saveSite(directory: string, site: SiteConfig): void {
  const file = path.join(directory, SITE_SNAPSHOT);
  writeFileSync(`${file}.next`, JSON.stringify(site), { mode: 0o600 });
  renameSync(`${file}.next`, file);
}

/** Of an engine that goes on without it. */
export function forgetSite(directory: string): void {
  rmSync(path.join(directory, SITE_SNAPSHOT), { force: true });
}

/**
 * After a deployment to the engine that runs here, if it is that: `status` and the others speak of
 * the site as it is now.
 */
export function noteDeployed(
  directory: string,
  site: SiteConfig,
  endpoint: string | undefined,
): void {
  if (endpoint !== undefined && readEngineInfo(directory)?.endpoint === endpoint)
    saveSite(directory, site);
}

/** @throws UnderstudyError EngineNotRunning, StateUnreadable */
export function findEngine(flags: GlobalFlags): EngineSession {
  const directory = stateDirectory(flags);
  const info = readEngineInfo(directory);
  if (info === undefined) throw notRunning(directory);
  return { directory, info, selector: selectorOf(directory) };
}

/** @throws UnderstudyError EngineNotRunning, EngineHasNoSite, StateUnreadable */
export function findSession(flags: GlobalFlags): Session {
  const engine = findEngine(flags);
  const site = readSite(engine.directory);
  if (site === undefined)
    throw new UnderstudyError('EngineHasNoSite', {
      message: `the engine on ${engine.directory} was started without a site`,
    });
  return { ...engine, site };
}

/** Notes an engine that has just begun to serve, for `list` to find. */
export function startedEngine(directory: string): EngineInfo {
  const info = readEngineInfo(directory);
  if (info === undefined)
    throw new UnderstudyError('EngineDidNotStart', {
      message: `the engine left no ${path.join(directory, 'engine.json')}`,
    });
  new EngineNotes().add(directory, info);
  return info;
}

function notRunning(directory: string): UnderstudyError {
  const starting = findSupervisor(directory);
  if (starting === undefined)
    return new UnderstudyError('EngineNotRunning', { message: `no engine runs on ${directory}` });
  return new UnderstudyError('EngineNotRunning', {
    message: `the engine on ${directory}, with process id ${starting.pid}, has not said yet where it is`,
    hint: "it is starting: try again in a moment; if that does not help, 'understudy down' ends it",
  });
}

/** Undefined: none was brought up there. */
export function readSite(directory: string): SiteConfig | undefined {
  const file = path.join(directory, SITE_SNAPSHOT);
  const next = "'understudy down', then 'understudy up', write it anew";
  const found = readStateJson(file);
  if (found === undefined) return undefined;
  if ('damage' in found) throw damaged(file, found.damage, next);
  const site = restoreSite(found.value);
  if (site === undefined) throw damaged(file, 'it holds no site of this version', next);
  return site;
}

export function selectorOf(directory: string): string {
  const relative = path.relative(process.cwd(), directory) || '.';
  return relative === '.understudy' ? '' : ` --state ${quoted(relative)}`;
}

/** As a POSIX shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
