import process from 'node:process';
import { CONTROL_PLANE, recordedProcesses, signalGroup } from '@understudy/engine';
import { callEngine } from '../engine/control.ts';
import { findEngine, readSite, type Session } from '../engine/session.ts';
import { said, timeToSwitch } from '../failover/failover-time.ts';
import { waitUntilServed } from '../failover/wait-until-served.ts';
import type { GlobalFlags } from '../flags.ts';
import type { SiteConfig } from '@understudy/site';
import { colors } from '../render/colors.ts';
import { Progress } from '../render/progress.ts';

const WHAT_VISITORS_SEE: Readonly<Record<string, string>> = {
  crash: 'its connections are refused',
  hang: 'its connections open, and nothing answers',
  blackhole: 'its connections time out',
};

export interface Waiting {
  wait?: true;
}

export async function faultRegion(
  region: string,
  flags: GlobalFlags & { mode: string } & Waiting,
): Promise<void> {
  const engine = findEngine(flags);
  const { info, selector } = engine;
  const site = readSite(engine.directory);
  await callEngine(info, 'POST', 'faults', { region, mode: flags.mode });
  process.stdout.write(
    [
      `${colors.red('●')} ${region} is lost (${flags.mode}): ${WHAT_VISITORS_SEE[flags.mode] ?? ''}`,
      ...(site === undefined ? [] : [`  ${whatComesOf(region, site, info.speed)}`]),
      `  bring it back with ${colors.bold(`understudy heal ${region}${selector}`)}\n`,
    ].join('\n'),
  );
  if (flags.wait === undefined) return;
  if (site === undefined) tellNobodyWaits();
  else if (region === site.primary) await waitFor({ ...engine, site }, site.standby);
}

function whatComesOf(region: string, site: SiteConfig, speed: number): string {
  return region === site.primary
    ? `visitors come to ${site.standby} in ${said(timeToSwitch(site), speed)}`
    : `visitors go on coming to ${site.primary}; nobody would take over`;
}

/** Of an engine without a site nobody knows what its visitors ask for. */
function tellNobodyWaits(): void {
  process.stdout.write('  --wait has nothing to wait for: the engine has no site\n');
}

async function waitFor(session: Session, region: string): Promise<void> {
  const progress = new Progress({ enabled: true });
  const tookMs = await waitUntilServed(session, region, (text) => progress.update(text));
  progress.clear();
  const { domain } = session.site;
  process.stdout.write(
    `${colors.green('●')} https://${domain} comes from ${region}, after ${(tookMs / 1000).toFixed(1)} s\n`,
  );
}

/** By its process, since one that hangs takes no calls. The supervisor starts one that died. */
export function faultControlPlane(flags: GlobalFlags & { mode: string }): void {
  const { directory, selector } = findEngine(flags);
  signalControlPlane(directory, flags.mode === 'hang' ? 'SIGSTOP' : 'SIGKILL');
  process.stdout.write(
    flags.mode === 'hang'
      ? `${colors.red('●')} the control plane hangs: AWS calls have no answer, and the site is served\n  let it go on with ${colors.bold(`understudy heal${selector}`)}\n`
      : `${colors.red('●')} the control plane is killed, and started again within 3 s; the site is served\n`,
  );
}

function signalControlPlane(directory: string, signal: NodeJS.Signals): void {
  for (const { name, pid } of recordedProcesses(directory))
    if (name === CONTROL_PLANE) signalGroup(pid, signal);
}

export async function heal(
  region: string | undefined,
  flags: GlobalFlags & Waiting,
): Promise<void> {
  const engine = findEngine(flags);
  const { directory, info } = engine;
  const site = readSite(directory);
  signalControlPlane(directory, 'SIGCONT'); // nothing where it does not hang
  const before = await callEngine(info, 'GET', 'state');
  await callEngine(info, 'POST', 'heal', region === undefined ? {} : { region });
  const healed = before.regions
    .filter((one) => one.fault !== null && (region === undefined || one.name === region))
    .map((one) => one.name);
  if (healed.length === 0) return void process.stdout.write('no region was lost\n');
  const isAwaited = site !== undefined && healed.includes(site.primary);
  const next = isAwaited
    ? `\n  once it is well, visitors come to it again in ${said(timeToSwitch(site), info.speed)}`
    : '';
  process.stdout.write(`${colors.green('●')} ${healed.join(' and ')} is coming back${next}\n`);
  if (flags.wait === undefined) return;
  if (site === undefined) tellNobodyWaits();
  else if (isAwaited) await waitFor({ ...engine, site }, site.primary);
}
