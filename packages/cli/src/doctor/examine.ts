import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UnderstudyError } from '@understudy/contract';
import { webCommand } from '@understudy/engine';
import { BROWSERS } from '../commands/open.ts';
import { EngineNotes } from '../engine/running-engines.ts';
import { loadSite, stateDirectory } from '../engine/site-file.ts';
import type { GlobalFlags } from '../flags.ts';
import { checkApp } from './check-app.ts';
import { checkAddresses, checkEndpointPort, checkLowPorts } from './check-network.ts';
import { checkDisk, checkNode, checkSystem, checkWatching } from './check-system.ts';
import { checkBrowser, checkTools } from './check-tools.ts';
import type { Machine } from './machine.ts';
import { lacking, ok, type Row } from './row.ts';

/** What this machine has and lacks, and the configuration's app where there is one. */
export async function examine(machine: Machine, flags: GlobalFlags): Promise<Row[]> {
  const engines = new EngineNotes()
    .running()
    .flatMap((engine) =>
      'info' in engine ? [{ directory: engine.directory, endpoint: engine.info.endpoint }] : [],
    );
  const [addresses, low, endpoint, tools, site] = await Promise.all([
    checkAddresses(machine),
    checkLowPorts(machine),
    checkEndpointPort(machine, engines),
    checkTools(machine),
    checkSite(machine, flags),
  ]);
  const watching = checkWatching(machine);
  return [
    checkSystem(machine),
    checkNode(machine),
    addresses,
    low,
    endpoint,
    checkDisk(machine, stateDirectory(flags)),
    ...(watching === undefined ? [] : [watching]),
    ...tools,
    checkBrowser(machine, BROWSERS),
    ...site,
  ];
}

async function checkSite(machine: Machine, flags: GlobalFlags): Promise<Row[]> {
  const name = path.basename(flags.config);
  try {
    const { web } = await loadSite(flags);
    const found = ok(name, path.resolve(flags.config));
    if (web === undefined) return [found];
    const command = webCommand(readFileSync(path.join(web.app, 'Procfile'), 'utf8'));
    return [found, ...(await checkApp(machine, web, command))];
  } catch (error) {
    if (!(error instanceof UnderstudyError)) throw error;
    return error.code === 'ConfigNotFound'
      ? [ok(name, "none here; 'understudy init' writes one")]
      : [lacking(name, error.message, error.hint)];
  }
}
