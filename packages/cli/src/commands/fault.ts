import process from 'node:process';
import { CONTROL_PLANE, recordedProcesses, signalGroup } from '@understudy/engine';
import { callEngine } from '../engine/control.ts';
import { findEngine } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';
import { colors } from '../render/colors.ts';

const WHAT_VISITORS_SEE: Readonly<Record<string, string>> = {
  crash: 'its connections are refused',
  hang: 'its connections open, and nothing answers',
  blackhole: 'its connections time out',
};

export async function faultRegion(
  region: string,
  flags: GlobalFlags & { mode: string },
): Promise<void> {
  const { info, selector } = findEngine(flags);
  await callEngine(info, 'POST', 'faults', { region, mode: flags.mode });
  process.stdout.write(
    `${colors.red('●')} ${region} is lost (${flags.mode}): ${WHAT_VISITORS_SEE[flags.mode] ?? ''}\n  bring it back with ${colors.bold(`understudy heal ${region}${selector}`)}\n`,
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

export async function heal(region: string | undefined, flags: GlobalFlags): Promise<void> {
  const { directory, info } = findEngine(flags);
  signalControlPlane(directory, 'SIGCONT'); // nothing where it does not hang
  const before = await callEngine(info, 'GET', 'state');
  await callEngine(info, 'POST', 'heal', region === undefined ? {} : { region });
  const healed = before.regions
    .filter((one) => one.fault !== null && (region === undefined || one.name === region))
    .map((one) => one.name);
  process.stdout.write(
    healed.length === 0
      ? 'no region was lost\n'
      : `${colors.green('●')} ${healed.join(' and ')} is coming back\n`,
  );
}
