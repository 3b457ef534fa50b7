import process from 'node:process';
import { FAULT_MODES, faultMode, UnderstudyError, type ActiveFault } from '@understudy/contract';
import { CONTROL_PLANE, recordedProcesses, signalGroup } from '@understudy/engine';
import { beginFault, callEngine } from '../engine/control.ts';
import { findEngine, readSite, type Session } from '../engine/session.ts';
import { said, timeToSwitch } from '../failover/failover-time.ts';
import { waitUntilServed } from '../failover/wait-until-served.ts';
import type { GlobalFlags } from '../flags.ts';
import type { SiteConfig } from '@understudy/site';
import { colors } from '../render/colors.ts';
import { Progress } from '../render/progress.ts';

export interface Waiting {
  wait?: true;
}

export interface FaultFlags extends GlobalFlags, Waiting {
  mode: string;
  /** Seconds of AWS time. */
  for?: number;
}

type Given = Readonly<Record<string, unknown>> & { subject: string; mode: string };

/** A fault of any subject, by what was written of it. */
export async function breakSubject(given: Given, flags: FaultFlags): Promise<void> {
  const { subject, mode, region } = given;
  const isLoss = FAULT_MODES.some((one) => one === mode);
  if (subject === 'region' && typeof region === 'string' && isLoss)
    return faultRegion(region, flags);
  const isSignal = mode === 'crash' || mode === 'hang';
  if (subject === 'control-plane' && isSignal && flags.for === undefined)
    return faultControlPlane(flags);
  if (flags.wait !== undefined)
    throw new UnderstudyError('UsageInvalid', {
      message: `--wait has nothing to wait for with mode '${mode}': the region is not lost`,
    });
  const { info, selector } = findEngine(flags);
  const { id, faults } = await beginFault(info, { ...given, ...timeOf(flags) });
  const begun = faults.find((one) => one.id === id);
  if (begun === undefined) return;
  const end = flags.for === undefined ? '' : ` it ends after ${flags.for} s of AWS time;`;
  process.stdout.write(
    `${colors.red('●')} ${begun.id}: ${begun.description}\n` +
      ` ${end} mend it with ${colors.bold(`understudy heal ${begun.id}${selector}`)}\n`,
  );
}

function timeOf(flags: FaultFlags): { forSeconds?: number } {
  return flags.for === undefined ? {} : { forSeconds: flags.for };
}

async function faultRegion(region: string, flags: FaultFlags): Promise<void> {
  const engine = findEngine(flags);
  const { info, selector } = engine;
  const site = readSite(engine.directory);
  await beginFault(info, { region, mode: flags.mode, ...timeOf(flags) });
  process.stdout.write(
    [
      `${colors.red('●')} ${region} is lost (${flags.mode}): ${faultMode('region', flags.mode)?.sees ?? ''}`,
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
function faultControlPlane(flags: FaultFlags): void {
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
  const which = isId(region) ? { id: region } : region === undefined ? {} : { region };
  const { faults: left } = await callEngine(info, 'POST', 'heal', which);
  const over = before.faults.filter(({ id }) => !left.some((one) => one.id === id));
  const lost = over.flatMap(({ fault }) =>
    fault.subject === 'region' && FAULT_MODES.some((mode) => mode === fault.mode)
      ? String(fault['region'])
      : [],
  );
  const healed = before.regions.map(({ name }) => name).filter((name) => lost.includes(name));
  tellOver(over.filter(({ fault }) => !lost.includes(String(fault['region']))));
  if (over.length === 0) process.stdout.write('no region was lost\n');
  if (healed.length === 0) return;
  const isAwaited = site !== undefined && healed.includes(site.primary);
  const next = isAwaited
    ? `\n  once it is well, visitors come to it again in ${said(timeToSwitch(site), info.speed)}`
    : '';
  process.stdout.write(`${colors.green('●')} ${healed.join(' and ')} is coming back${next}\n`);
  if (flags.wait === undefined) return;
  if (site === undefined) tellNobodyWaits();
  else if (isAwaited) await waitFor({ ...engine, site }, site.primary);
}

function isId(name: string | undefined): name is string {
  return name !== undefined && /^fault-\d+$/.test(name);
}

function tellOver(faults: readonly ActiveFault[]): void {
  for (const { id, description } of faults)
    process.stdout.write(`${colors.green('●')} ${id} is over (${description})\n`);
}
